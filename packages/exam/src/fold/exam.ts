import { createHash } from 'node:crypto';
import { clocks, photoChecklist } from '@haustra/clinical';
import { DISCLAIMER, type Exam, ExamSchema, type JournalEntry, toBox } from '@haustra/domain';
import { roundNumbers } from '@haustra/store';
import type { LesionSummary } from '@haustra/vision';
import { type Course, course, courseStep } from '../session/course.js';
import { restore } from '../session/restore.js';
import { foldAlarms } from './alarms.js';
import { foldCleanliness } from './cleanliness.js';
import { foldCaecum, foldLandmarks } from './landmarks.js';
import { timeline } from './timeline.js';

/**
 * One examination (`exam.json`) from its journal alone; only `performance` is measured outside it. The same entries
 * give the same result. Pure.
 * @throws HaustraError `journal-broken` when the entries do not begin with `started`.
 */
export function foldExam(entries: readonly JournalEntry[], performance: Exam['performance']): Exam {
  const { started, organ, lesions } = restore(entries);
  const times = timeline(entries);
  const way = entries.reduce(courseStep, course());
  const exam: Exam = {
    id: started.examId,
    source: { ...started.source, startedAt: started.startedAt },
    model: started.model,
    organ,
    phases: [...times.phases],
    landmarks: foldLandmarks(entries, times.caecumMs),
    ...foldCaecum(entries),
    clock: clocks(times),
    cleanliness: foldCleanliness(entries, way),
    lesions: foldLesions(lesions.values(), entries),
    prompts: entries.flatMap(({ event, atMs }) =>
      event.type === 'prompt-raised'
        ? [{ atMs, kind: event.kind, severity: event.severity, text: event.text, ...ruleOf(event) }]
        : [],
    ),
    ...foldAlarms(entries),
    ...(way.photos.length > 0 ? { photos: checklistOf(way) } : {}),
    coverage: null,
    speed: entries.flatMap(({ event }) =>
      event.type === 'frames-analysed' && event.approach !== undefined
        ? [{ ms: event.fromMs, value: -event.approach }]
        : [],
    ),
    performance,
    disclaimer: DISCLAIMER,
  };
  return ExamSchema.parse(roundNumbers(exam));
}

function checklistOf({ photos }: Course): NonNullable<Exam['photos']> {
  const { missing, caecumProved } = photoChecklist(photos);
  return { missing: [...missing], caecumProved };
}

const ruleOf = ({ rule }: { readonly rule?: string | undefined }) => (rule === undefined ? {} : { rule });

function foldLesions(lesions: Iterable<LesionSummary>, entries: readonly JournalEntry[]): Exam['lesions'] {
  const photos = new Map<number, string>();
  for (const { event } of entries) {
    if (event.type === 'photo-taken' && event.lesionId !== null) photos.set(event.lesionId, event.file);
  }
  return [...lesions]
    .sort((a, b) => a.lesionId - b.lesionId)
    .map((lesion) => ({
      id: lesion.lesionId,
      firstMs: lesion.firstMs,
      lastMs: lesion.lastMs,
      frames: lesion.frames,
      bestFrameMs: lesion.bestFrameMs,
      box: toBox(lesion.box),
      call: lesion.call,
      type: { neoplastic: lesion.neoplastic, 'non-neoplastic': 1 - lesion.neoplastic },
      segment: null,
      photo: photos.get(lesion.lesionId) ?? null,
    }));
}

/** Name of the examination of a recording: the same recording and model give the same name. */
export function examIdOf(fingerprint: string, modelSha256: string): string {
  const digest = createHash('sha256').update(`${fingerprint}:${modelSha256}`).digest('hex');
  return `rec-${digest.slice(0, 16)}`;
}
