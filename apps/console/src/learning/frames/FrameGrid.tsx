import type { GatheredFrame } from '@haustra/domain';
import { useTranslation } from 'react-i18next';
import { clockText } from '../../components/format.js';
import { useDesk } from '../context.js';

interface FrameGridProps {
  readonly roundId: string;
  readonly frames: readonly GatheredFrame[];
  readonly onOpen: (frame: GatheredFrame) => void;
}

/** The kept frames; pictures are loaded as they come into view. */
export function FrameGrid({ roundId, frames, onOpen }: FrameGridProps) {
  const { t } = useTranslation();
  const { api } = useDesk();
  return (
    <ol className="frame-grid">
      {frames.map((frame) => (
        <li key={frame.n}>
          <button
            type="button"
            onClick={() => onOpen(frame)}
            aria-label={t('learn.frames.open', { n: frame.n })}
          >
            <img src={api.picture(roundId, frame.n)} alt="" loading="lazy" decoding="async" />
            <span title={frame.source}>
              <bdi>{frame.source}</bdi>
            </span>
            <small>
              {frame.atMs === null ? '' : clockText(frame.atMs)}
              {frame.best !== null && frame.best >= 0.3 && (
                <em>{t('learn.frames.lesion', { score: frame.best.toFixed(2) })}</em>
              )}
            </small>
          </button>
        </li>
      ))}
    </ol>
  );
}
