/** A procedure of the phantom played through the examination, as `haustra analyze` runs it, beside its truth. Synthetic. */

import { pathToFileURL } from 'node:url';
import { ExamSession, memoryJournal } from '@haustra/exam';
import { openSource } from '@haustra/media';
import { loadProcedureTruth } from '@haustra/phantom';
import { SceneWatch, signsOf } from '@haustra/vision';

/**
 * Plays it twice at once: by itself, and with a doctor who presses the key when the caecum is reached (`said`, simulated:
 * by the truth). Gives the truth, and of each run what every frame showed, the journal's entries and the last readings.
 */
export async function play(clip, truthFile, model, analyser) {
  const truth = await loadProcedureTruth(pathToFileURL(truthFile));
  const { width, height } = model.manifest.input;
  const runs = { alone: start(model, analyser), said: start(model, analyser) };
  const frames = { alone: [], said: [] };
  const watch = new SceneWatch();
  const source = await openSource(clip, { width, height });
  const cost = { scene: [], exam: [] };
  let told = false;
  try {
    for await (const frame of source.frames()) {
      const answer = analyser.analyse(frame);
      const begun = performance.now();
      const scene = watch.see(frame);
      cost.scene.push(performance.now() - begun);
      const findings = await answer;
      if (!told && truth.times.caecumMs !== null && frame.timeMs >= truth.times.caecumMs) {
        runs.said.judgeCaecum('confirmed', frame.timeMs);
        told = true;
      }
      for (const [name, session] of Object.entries(runs)) {
        const before = performance.now();
        const { phase, organ } = session.onFrame(findings, signsOf(findings, scene));
        if (name === 'alone') cost.exam.push(performance.now() - before);
        frames[name].push({ timeMs: frame.timeMs, phase, organ });
      }
    }
  } finally {
    await source.close();
  }
  const read = (name) => {
    const { clock, cleanliness, entries, caecumReached } = runs[name];
    return { frames: frames[name], clock, cleanliness, entries: [...entries], caecumReached };
  };
  return { truth, cost, alone: read('alone'), said: read('said') };
}

function start({ manifest }, { info }) {
  const { id, version, sha256, precision } = info;
  return ExamSession.start({
    journal: memoryJournal(),
    examId: 'bench',
    source: { kind: 'recording', name: 'procedure', fingerprint: null },
    model: { id, version, sha256, precision },
    manifest,
    operatingPoint: manifest.defaultOperatingPoint,
    startedAt: null,
  });
}
