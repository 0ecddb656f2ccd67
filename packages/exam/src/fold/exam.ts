import { createHash } from 'node:crypto';
import { clocks, LESION_SIZE, photoChecklist, placedPhotos, sizeClass } from '@haustra/clinical';
import { DISCLAIMER, type Exam, ExamSchema, type JournalEntry, toBox } from '@haustra/domain';
import { roundNumbers } from '@haustra/store';
import type { LesionSummary } from '@haustra/vision';
import { type Course, course, courseStep } from '../session/course.js';
import { restore } from '../session/restore.js';
import { settingsOf } from '../session/settings.js';
import { foldAlarms } from './alarms.js';
import { foldCleanliness } from './cleanliness.js';
import { foldCoverage } from './coverage.js';
import { foldCaecum, foldLandmarks } from './landmarks.js';
import { foldQuality } from './quality.js';
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
  const seen = foldCoverage(way);
  const shown = foldAlarms(entries);
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
    lesions: foldLesions(lesions.values(), way),
    prompts: entries.flatMap(({ event, atMs }) =>
      event.type === 'prompt-raised'
        ? [{ atMs, kind: event.kind, severity: event.severity, text: event.text, ...ruleOf(event) }]
        : [],
    ),
    ...shown,
    ...foldPhotos(way, organ),
    ...seen,
    speed: entries.flatMap(({ event }) =>
      event.type === 'frames-analysed' && event.approach !== undefined
        ? [{ ms: event.fromMs, value: -event.approach }]
        : [],
    ),
    ...foldQuality({
      entries,
      way,
      times,
      organ,
      alarms: shown.alarms ?? [],
      coverage: seen.coverage,
      settings: settingsOf(started),
    }),
    performance,
    disclaimer: DISCLAIMER,
  };
  return ExamSchema.parse(roundNumbers(exam));
}

/** What is documented by pictures; nothing where no picture was given a place. */
function foldPhotos({ photos }: Course, organ: Exam['organ']): Pick<Exam, 'photos'> {
  const { missing, caecumProved } = photoChecklist(placedPhotos(photos), organ);
  const taken = photos.flatMap(({ place, file, atMs, author, confirmed }) =>
    place === null ? [] : [{ place, file, atMs, by: author, confirmed }],
  );
  if (taken.length === 0) return {};
  return { photos: { missing: [...missing], caecumProved, taken } };
}

const ruleOf = ({ rule }: { readonly rule?: string | undefined }) => (rule === undefined ? {} : { rule });

function foldLesions(lesions: Iterable<LesionSummary>, way: Course): Exam['lesions'] {
  const photos = new Map<number, string>();
  for (const { lesionId, file } of way.photos) if (lesionId !== null) photos.set(lesionId, file);
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
      size: sizeOf(lesion),
      segment: null,
      photo: photos.get(lesion.lesionId) ?? null,
    }));
}

/** What may be said of a lesion's size: rule `lesion-size`. */
function sizeOf({ size }: LesionSummary): Exam['lesions'][number]['size'] {
  const call = size === null ? null : sizeClass(size);
  if (size === null || call === null) return null;
  return { ...call, ...size, method: 'place-on-wall', rule: LESION_SIZE.id };
}

/** Name of the examination of a recording: the same recording and model give the same name. */
export function examIdOf(fingerprint: string, modelSha256: string): string {
  const digest = createHash('sha256').update(`${fingerprint}:${modelSha256}`).digest('hex');
  return `rec-${digest.slice(0, 16)}`;
}
