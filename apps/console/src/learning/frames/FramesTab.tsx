import { DROP_REASONS, type DropReason, type GatheredFrame, type Round } from '@haustra/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadFailure } from '../ProblemNote.js';
import { DroppedTable } from './DroppedTable.js';
import { FrameGrid } from './FrameGrid.js';
import { FrameView } from './FrameView.js';
import { useFrames } from './use-frames.js';

/** `null` shows the kept frames. */
type Shown = DropReason | null;

/** What the round kept, and what it dropped and why. */
export function FramesTab({ round }: { round: Round }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Shown>(null);
  const [open, setOpen] = useState<GatheredFrame | null>(null);
  const { counts } = round;
  const gathering = round.stage === 'gather';
  const list = useFrames({
    roundId: round.id,
    why: shown,
    // Frames kept at first may give way to more useful ones at the end of gathering: the list is then read anew.
    gathering,
    version: shown === null ? counts.kept : (counts.dropped[shown] ?? 0),
  });
  const filters: readonly { why: Shown; count: number }[] = [
    { why: null, count: counts.kept },
    ...DROP_REASONS.map((why) => ({ why, count: counts.dropped[why] ?? 0 })).filter(({ count }) => count > 0),
  ];
  return (
    <section className="frames">
      <div className="filters" role="toolbar" aria-label={t('learn.frames.filter')}>
        {filters.map(({ why, count }) => (
          <button
            key={why ?? 'kept'}
            type="button"
            aria-pressed={shown === why}
            title={why === null ? undefined : t(`learn.why.${why}Hint`)}
            onClick={() => setShown(why)}
          >
            {why === null ? t('learn.frames.kept') : t(`learn.why.${why}`)}
            <span className="count">{count}</span>
          </button>
        ))}
      </div>
      <p className="quiet">
        {shown === null ? t('learn.frames.keptText', { looked: counts.looked }) : t(`learn.why.${shown}Hint`)}
      </p>
      {list.failure && <LoadFailure failure={list.failure} onAgain={list.again} />}
      {list.frames.length === 0 && !list.failure && (
        <p className="empty">
          {t(
            list.total === null ? 'learn.loading' : gathering ? 'learn.frames.noneYet' : 'learn.frames.none',
          )}
        </p>
      )}
      {shown === null ? (
        <FrameGrid roundId={round.id} frames={list.frames} onOpen={setOpen} />
      ) : (
        list.frames.length > 0 && <DroppedTable frames={list.frames} />
      )}
      {list.total !== null && list.frames.length < list.total && (
        <button type="button" className="more" onClick={list.more}>
          {t('learn.frames.more', { shown: list.frames.length, total: list.total })}
        </button>
      )}
      {open && <FrameView roundId={round.id} frame={open} frames={list.frames} onOpen={setOpen} />}
    </section>
  );
}
