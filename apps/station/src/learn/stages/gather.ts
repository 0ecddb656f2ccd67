import { writeContactSheet } from '../gather/contact-sheet.js';
import { finishGathering, isGathered } from '../gather/finish.js';
import { gather } from '../gather/gather.js';
import { itemsOf } from '../gather/items.js';
import { knownPictures } from '../gather/known.js';
import { Looker } from '../gather/looker.js';
import { mustHoldSomething, writeIndex } from '../gather/round-index.js';
import { modelNamed, type Stage } from './work.js';

/** Looks through the sources and keeps what may be learnt from. */
export const gatherStage: Stage = async (work) => {
  const { learning, folder, book, state, manners, parts, lang } = work;
  const { settings, current } = state.round;
  const frozen = await parts.frozen(settings.labelled);
  if (!isGathered(folder)) {
    const items = await itemsOf(settings.sources, learning.data);
    const known = await knownPictures(learning, book, folder.id, current);
    const looker = await Looker.open((await modelNamed(work, current)).folder);
    try {
      await gather({
        folder,
        items,
        looker,
        frames: settings.frames,
        perSecond: settings.perSecond,
        known,
        isFrozen: (picture) => frozen.match(picture) !== null,
        signal: manners.signal,
        breathe: () => manners.breathe(),
        onNews: ({ counts, progress }) => {
          state.show({ counts: { ...state.round.counts, ...counts }, progress });
        },
      });
    } finally {
      await looker.close();
    }
    const counts = await finishGathering(folder);
    await state.set({ counts: { ...state.round.counts, ...counts } });
  }
  const index = await writeIndex(learning, folder, book, frozen);
  await state.set({ counts: { ...state.round.counts, corrections: index.corrections } });
  await writeContactSheet(folder, state.round, lang);
  mustHoldSomething(index);
  return 'next';
};
