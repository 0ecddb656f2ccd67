/** A procedure of the phantom watched as `haustra analyze` watches it, and the map of the wall that follows. Synthetic. */
import { pathToFileURL } from 'node:url';
import { wallStep } from '@haustra/clinical';
import { ms } from '@haustra/domain';
import { ExamSession, memoryJournal } from '@haustra/exam';
import { openSource } from '@haustra/media';
import { loadProcedureTruth } from '@haustra/phantom';
import { SceneWatch, signsOf } from '@haustra/vision';

/** One picture stands for at most this long, a second of them for a second: as in the examination. */
const [PICTURE_MS, WINDOW_MS] = [500, 1000];

/**
 * The truth, the map at the end of the way back, and where the tip was after each second (`atMs`, `drawn` in radii). The
 * model has no part in it: findings are made up, all usable, the organ as the truth has it. The way back begins where the
 * truth says so, and lasts to the end; treatment and obscured views are not told. `said` is the share that the examination
 * itself comes to when a doctor confirms the caecum as it is reached (simulated: by the truth); null where it never is.
 */
export async function watchProcedure(clip, truthFile) {
  const truth = await loadProcedureTruth(pathToFileURL(truthFile));
  const session = ExamSession.start(nobody());
  const watch = new SceneWatch();
  const source = await openSource(clip, { width: 256, height: 256 });
  let lastMs = 0;
  try {
    for await (const frame of source.frames()) {
      const { organ, stage } = truth.frames[frame.id];
      if (stage === 'caecum') session.judgeCaecum('confirmed', frame.timeMs);
      const findings = findingsOf(frame, organ);
      session.onFrame(findings, signsOf(findings, watch.see(frame)));
      lastMs = frame.timeMs;
    }
  } finally {
    await source.close();
  }
  await session.suspend(ms(lastMs));
  const way = [];
  let map = null;
  for (const { event } of session.entries) {
    if (event.type !== 'frames-analysed' || event.fromMs < truth.times.withdrawalMs) continue;
    if (event.fromMs >= truth.times.endMs) break;
    const lengthMs = Math.min(WINDOW_MS, event.frames * PICTURE_MS);
    way.push({ atMs: event.fromMs, drawn: map?.drawn ?? 0 });
    map = wallStep(map, { ...event, lengthMs, phase: 'withdrawal' });
  }
  way.push({ atMs: truth.times.endMs, drawn: map?.drawn ?? 0 });
  return { truth, map, way, said: session.coverage?.share ?? null };
}

function findingsOf({ id, timeMs, field }, organ) {
  return {
    frameId: id,
    timeMs,
    field,
    organ: { colon: 0, upper: 0, outside: 0, [organ]: 1 },
    usable: 1,
    cleanliness: { 'bbps-0-1': 0, 'bbps-2-3': 1, 'impacted-stool': 0 },
    caecum: 0,
    lesions: [],
    mask: { width: 1, height: 1, values: new Uint8Array(1) },
    search: null,
    inferenceMs: 0,
  };
}

function nobody() {
  const tracker = {
    update: () => ({ shown: [], firstSight: [], left: [] }),
    setThreshold: () => {},
    inView: () => [],
    finish: () => [],
    restore: () => {},
  };
  return {
    journal: memoryJournal(),
    examId: 'bench',
    source: { kind: 'recording', name: 'procedure', fingerprint: null },
    model: { id: 'none', version: '0.0.0', sha256: '0'.repeat(64), precision: 'int8' },
    manifest: {},
    operatingPoint: 'A',
    startedAt: null,
    makeTracker: () => tracker,
  };
}
