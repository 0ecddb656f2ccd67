import type { GatheredFrame } from '@haustra/domain';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { clockText } from '../../components/format.js';
import { Panel } from '../../components/Panel.js';
import { useDesk } from '../context.js';
import { percentText } from '../format.js';

interface FrameViewProps {
  readonly roundId: string;
  readonly frame: GatheredFrame;
  readonly frames: readonly GatheredFrame[];
  readonly onOpen: (frame: GatheredFrame | null) => void;
}

/** A kept frame, large, with what the model says of it; arrow keys lead to its neighbours. */
export function FrameView({ roundId, frame, frames, onOpen }: FrameViewProps) {
  const { t, i18n } = useTranslation();
  const { api } = useDesk();
  const at = frames.findIndex(({ n }) => n === frame.n);
  useEffect(() => {
    const press = ({ code }: KeyboardEvent) => {
      const next = frames[at + (code === 'ArrowRight' ? 1 : code === 'ArrowLeft' ? -1 : 0)];
      if (next) onOpen(next);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [frames, at, onOpen]);
  const facts = [
    [t('learn.frames.source'), frame.source],
    [t('learn.frames.time'), frame.atMs === null ? '–' : clockText(frame.atMs)],
    [t('learn.ask.organ'), frame.organ === null ? '–' : t(`organ.${frame.organ}`)],
    [t('learn.frames.usable'), frame.usable === null ? '–' : percentText(frame.usable, i18n.language)],
    [t('learn.frames.best'), frame.best === null ? '–' : frame.best.toFixed(2)],
    [t('learn.frames.doubt'), frame.doubt === null ? '–' : frame.doubt.toFixed(2)],
  ] as const;
  return (
    <Panel title={t('learn.frames.one', { n: frame.n })} onClose={() => onOpen(null)} wide>
      <img className="large-still" src={api.picture(roundId, frame.n)} alt="" />
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
