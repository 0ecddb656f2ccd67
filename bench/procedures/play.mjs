/** A procedure of the phantom played through the examination, as `haustra analyze` runs it, beside its truth. Synthetic. */

import { beginExamination } from '../examination.mjs';

/**
 * Plays it twice at once: by itself, and with a doctor who presses the key and saves a picture when the caecum is reached
 * (`said`, simulated: by the truth). `evidence` gives what was seen of every frame, in order. Gives the truth, and of each run what every
 * frame showed, the journal's entries and the last readings.
 */
export async function play(truth, evidence, model, info) {
  const runs = {
    alone: beginExamination(model.manifest, info),
    said: beginExamination(model.manifest, info),
  };
  const frames = { alone: [], said: [] };
  const cost = { scene: [], exam: [] };
  const seen = [];
  let told = false;
  for await (const { findings, signs, sceneMs } of evidence) {
    const { timeMs, organ, usable, caecum, cleanliness } = findings;
    if (sceneMs !== null) cost.scene.push(sceneMs);
    seen.push({ organ, usable, caecum, cleanliness, ...signs });
    if (!told && truth.times.caecumMs !== null && timeMs >= truth.times.caecumMs) {
      runs.said.judgeCaecum('confirmed', timeMs);
      const picture = { file: 'photos/caecum.jpg', frameId: null, lesionId: null, author: 'doctor' };
      runs.said.photo({ atMs: timeMs, ...picture });
      told = true;
    }
    for (const [name, session] of Object.entries(runs)) {
      const before = performance.now();
      const { phase, organ } = session.onFrame(findings, signs);
      if (name === 'alone') cost.exam.push(performance.now() - before);
      const { region } = session.where;
      frames[name].push({ timeMs, phase, organ, region, alarms: session.alarms });
    }
  }
  const read = (name) => {
    const { clock, cleanliness, entries, caecumReached } = runs[name];
    return { frames: frames[name], clock, cleanliness, entries: [...entries], caecumReached };
  };
  return { truth, cost, seen, alone: read('alone'), said: read('said') };
}
