import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { PhotoChoice, SiteSettings } from '@haustra/clinical';
import {
  asHaustraError,
  type Exam,
  HaustraError,
  type JournalEntry,
  type ModelManifest,
  type Ms,
  ms,
  type OperatingPoint,
  type Precision,
  type Provider,
  type ShownLesion,
} from '@haustra/domain';
import {
  createJournal,
  ExamSession,
  examIdOf,
  foldExam,
  loadStationKey,
  PhotoWatch,
  signJournal,
} from '@haustra/exam';
import { encodeOverlay, type FrameSource, openSource } from '@haustra/media';
import { writeFileAtomic } from '@haustra/store';
import { type Analyser, LesionTracker, loadModel, signsOf, startAnalyser } from '@haustra/vision';
import type { Run } from '../cli/run.js';
import { dataFolder, makeDataFolder } from '../exams/data-folder.js';
import { liveExamId } from '../exams/exam-id.js';
import { PerformanceMeter } from '../exams/performance.js';
import { EXAM_FILE } from '../exams/shelf.js';
import { chosenModel } from '../models/chosen.js';
import { writeTimeline } from '../timeline/write.js';
import { everyFrame, newestFrame } from './frames.js';
import { MarksFile } from './marks-file.js';
import { bestFrames, wantedPhotos, writePhotos } from './photos.js';

export interface AnalyzeOptions {
  readonly source: string;
  /** Existing folder to write into. */
  readonly folder: string;
  readonly realtime: boolean;
  readonly overlay: boolean;
  /** Held for practice: exam.json then has a score sheet. */
  readonly training: boolean;
  readonly model?: string | undefined;
  readonly precision?: Precision | undefined;
  readonly provider: Provider | 'auto';
  readonly operatingPoint?: OperatingPoint | undefined;
  /** What reminders go by. */
  readonly settings: SiteSettings;
}

type EndReason = Extract<JournalEntry['event'], { type: 'ended' }>['reason'];

export interface Analyzed {
  readonly exam: Exam;
  readonly reason: EndReason;
  /** A stream that broke off: everything up to there is kept. */
  readonly lost: HaustraError | null;
}

/**
 * One examination from a source, written into a folder: journal, signature, photos, exam.json, overlay.
 * @throws HaustraError as `openSource`, `loadModel` and `startAnalyser`; `no-picture` where no frame could be analysed;
 * `cancelled` when a recording was stopped before its end (a stream that is stopped ends its examination).
 */
export async function analyze(options: AnalyzeOptions, run: Run): Promise<Analyzed> {
  const model = await loadModel(await chosenModel(options.model));
  const { manifest } = model;
  const { width, height } = manifest.input;
  const precision = options.precision;
  const starting = startAnalyser(model, {
    provider: options.provider,
    ...(precision ? { precision } : {}),
  });
  starting.catch(() => undefined);
  let source: FrameSource | null = null;
  try {
    source = await openSource(options.source, {
      width,
      height,
      realtime: options.realtime,
      signal: run.signal,
    });
    return await examine({ options, run, source, analyser: await starting, manifest });
  } finally {
    await source?.close();
    await starting.then((analyser) => analyser.close()).catch(() => undefined);
  }
}

interface Work {
  readonly options: AnalyzeOptions;
  readonly run: Run;
  readonly source: FrameSource;
  readonly analyser: Analyser;
  readonly manifest: ModelManifest;
}

async function examine(work: Work): Promise<Analyzed> {
  const { options, run, source } = work;
  const { folder } = options;
  const journal = await createJournal(folder);
  const marks = new MarksFile(join(folder, 'marks.part'));
  try {
    const { session, tracker } = startSession(work, journal);
    const meter = new PerformanceMeter();
    const begun = performance.now();
    const watch = new PhotoWatch(session);
    const places: PhotoChoice[] = [];
    const { lastMs, lost } = await pass(work, meter, (findings, scene) => {
      const signs = signsOf(findings, scene);
      const { lesions } = session.onFrame(findings, signs);
      for (const choice of watch.look(findings, signs, scene.clarity.sharpness).take) {
        watch.settled(choice.place);
        places.push(choice);
      }
      if (options.overlay) marks.add(findings.timeMs, lesions);
    });
    const wallMs = performance.now() - begun;
    const isStream = source.info.kind === 'stream';
    // Ctrl-C reaches the decoder too: a recording that ends early because of it is not at its end.
    if (!isStream) run.signal.throwIfAborted();
    await marks.finish();
    if (meter.framesAnalysed === 0) throw lost ?? noFrames(run, source.info.name);
    for (const warning of source.info.warnings) run.note(run.t.analyze.warning(warning));
    const endMs = lastMs ?? ms(0);
    if (!isStream) {
      const best = bestFrames(session.entries, tracker.inView());
      const photoOf = { source: options.source, folder, signal: run.signal };
      const wanted = wantedPhotos(best, [...places, ...watch.end()]);
      const photos = await writePhotos(wanted, photoOf, (file, thrown) => {
        run.note(run.t.analyze.photoMissing(file, thrown instanceof Error ? thrown.message : String(thrown)));
      });
      for (const { lesionId, place, atMs, file } of photos) {
        const shows = place === null ? {} : { place };
        const shownMs = place === null ? endMs : ms(atMs);
        session.photo({ atMs: shownMs, file, frameId: null, lesionId, author: 'engine', ...shows });
      }
    }
    const reason: EndReason = lost
      ? 'source-lost'
      : isStream && run.signal.aborted
        ? 'doctor'
        : 'end-of-recording';
    const { framesIn, framesAnalysed, dropped } = meter;
    await session.end({ reason, framesIn, framesAnalysed, dropped, atMs: endMs });
    await sign(folder, run);
    const mediaMs = isStream ? null : (source.info.durationMs ?? endMs);
    const exam = foldExam(journal.entries, meter.read(wallMs, mediaMs));
    await writeFileAtomic(join(folder, EXAM_FILE), `${JSON.stringify(exam, null, 2)}\n`);
    await drawCourse(folder, journal.entries, run);
    if (options.overlay && !isStream) await overlay(work, marks);
    return { exam, reason, lost };
  } catch (thrown) {
    await journal.close().catch(() => undefined);
    throw thrown;
  } finally {
    await marks.remove();
  }
}

function startSession(
  { options, source, analyser, manifest }: Work,
  journal: Awaited<ReturnType<typeof createJournal>>,
) {
  const { id, version, sha256, precision } = analyser.info;
  const { kind, name, fingerprint } = source.info;
  const operatingPoint = options.operatingPoint ?? manifest.defaultOperatingPoint;
  const tracker = new LesionTracker({
    operatingPoints: manifest.operatingPoints,
    operatingPoint,
    typeCall: manifest.typeCall,
  });
  const now = new Date();
  const session = ExamSession.start({
    journal,
    examId: fingerprint === null ? liveExamId(now) : examIdOf(fingerprint, sha256),
    source: { kind, name, fingerprint },
    model: { id, version, sha256, precision },
    manifest,
    operatingPoint,
    // A recording knows no wall clock: its journal is the same on every run.
    startedAt: fingerprint === null ? now.toISOString() : null,
    settings: options.settings,
    makeTracker: () => tracker,
  });
  if (options.training) session.setTraining(true, ms(0));
  return { session, tracker };
}

/** All frames of the source. A stream that is stopped or breaks off has still been examined up to there. */
async function pass(
  { options, run, source, analyser }: Work,
  meter: PerformanceMeter,
  onFindings: Parameters<typeof everyFrame>[0]['onFindings'],
): Promise<{ lastMs: Ms | null; lost: HaustraError | null }> {
  const isStream = source.info.kind === 'stream';
  const progress = run.progress(run.t.analyze.analysing, source.info.frames);
  let lastMs: Ms | null = null;
  const frames = {
    source,
    analyser,
    meter,
    onFindings: (...[findings, scene]: Parameters<typeof onFindings>) => {
      lastMs = findings.timeMs;
      onFindings(findings, scene);
      progress.update(meter.framesIn);
    },
  };
  try {
    const last = await (isStream || options.realtime ? newestFrame(frames) : everyFrame(frames));
    return { lastMs: last ?? lastMs, lost: null };
  } catch (thrown) {
    if (!isStream || meter.framesAnalysed === 0) throw thrown;
    // Ctrl-C may reach the decoder a moment before it reaches us.
    await wait(50);
    if (run.signal.aborted) return { lastMs, lost: null };
    const lost = asHaustraError(thrown, {
      code: 'unreadable',
      message: 'the stream broke off',
      where: source.info.name,
    });
    return { lastMs, lost };
  } finally {
    progress.stop();
  }
}

/** Signs with this machine's key; where there is no place for a key, the journal stays unsigned and that is said. */
async function sign(folder: string, run: Run): Promise<void> {
  try {
    const home = dataFolder(undefined);
    await makeDataFolder(home);
    await signJournal(folder, await loadStationKey(home));
  } catch (thrown) {
    run.note(run.t.analyze.unsigned(thrown instanceof HaustraError ? thrown.sentence : String(thrown)));
  }
}

/** Draws `timeline.png`, and says so where its words are not in the language asked for. */
async function drawCourse(folder: string, entries: readonly JournalEntry[], run: Run): Promise<void> {
  const lang = await writeTimeline(folder, entries, run.lang);
  if (lang === null) run.note(run.t.analyze.timelineMissing);
  else if (lang !== run.lang) run.note(run.t.analyze.timelineEnglish);
}

async function overlay({ options, run, source }: Work, marks: MarksFile): Promise<void> {
  const words = run.t.analyze;
  const label = ({ id, call, score }: ShownLesion) =>
    `#${id} ${words.overlayWords[call]} ${score.toFixed(2)}`;
  const progress = run.progress(words.overlay, 100);
  async function* all() {
    const endMs = Number(source.info.durationMs ?? 24 * 3_600_000) + 1000;
    yield { timeMs: 0, endMs, lesions: [], lines: [run.t.overlayLine] };
    yield* marks.read();
  }
  try {
    await encodeOverlay({
      source: options.source,
      info: source.info,
      out: join(options.folder, 'overlay.mp4'),
      marks: all(),
      label,
      signal: run.signal,
      onProgress: (share) => progress.update(Math.round(share * 100)),
    });
  } finally {
    progress.stop();
  }
}

const noFrames = ({ t: { analyze: words } }: Run, where: string) =>
  new HaustraError({ code: 'no-picture', message: words.noFrames, where, hint: words.noFramesHint });
