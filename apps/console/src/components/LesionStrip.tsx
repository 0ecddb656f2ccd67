import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StripLesion } from '../worker/protocol.js';
import { useConsole } from './context.js';
import { clockText } from './format.js';
import { Panel } from './Panel.js';

/** The lesions of this examination, the newest first. */
export function LesionStrip() {
  const { t } = useTranslation();
  const lesions = useConsole((state) => state.lesions);
  const off = useConsole((state) => state.view?.lesionsOff === 'gastroscopy');
  const [open, setOpen] = useState<number | null>(null);
  // "None seen" would read as if lesions were looked for.
  if (off && lesions.length === 0) return null;
  return (
    <section className="strip" aria-label={t('lesion.title')}>
      <h2>
        {t('lesion.title')} {lesions.length > 0 && <span className="count">{lesions.length}</span>}
      </h2>
      {lesions.length === 0 && <p className="quiet">{t('lesion.none')}</p>}
      <ol>
        {[...lesions].reverse().map((lesion) => (
          <li key={lesion.id}>
            <LesionCard lesion={lesion} onOpen={() => setOpen(lesion.id)} />
          </li>
        ))}
      </ol>
      {open !== null && <LargeView id={open} onClose={() => setOpen(null)} />}
    </section>
  );
}

function LesionCard({ lesion, onOpen }: { lesion: StripLesion; onOpen: () => void }) {
  const { t } = useTranslation();
  const still = useConsole((state) => state.stills.get(lesion.id));
  return (
    <button
      type="button"
      className={`lesion ${lesion.call} ${lesion.visible ? 'visible' : ''}`}
      aria-label={t('lesion.open', { id: lesion.id })}
      onClick={onOpen}
    >
      {still ? <img src={still.thumbnail} alt="" /> : <span className="no-still">{t('lesion.noStill')}</span>}
      <span className="lesion-words">
        <span className="lesion-number">
          {lesion.id}
          {lesion.visible && <small>{t('lesion.visible')}</small>}
        </span>
        <CallWord call={lesion.call} />
        <span className="quiet">
          {t('lesion.score', { score: lesion.score.toFixed(2) })} ·{' '}
          {t('lesion.first', { time: clockText(lesion.firstMs) })}
        </span>
      </span>
    </button>
  );
}

/** The call in words, behind the same line (solid, dashed, dotted) as its outline in the picture. */
export function CallWord({ call }: { call: StripLesion['call'] }) {
  const { t } = useTranslation();
  return (
    <span className={`call ${call}`}>
      <i aria-hidden="true" />
      {t(`call.${call}`)}
    </span>
  );
}

function LargeView({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation();
  const still = useConsole((state) => state.stills.get(id));
  const lesion = useConsole((state) => state.lesions.find((known) => known.id === id));
  return (
    <Panel title={`${t('lesion.title')} ${id}`} onClose={onClose} wide>
      {still && <img className="large-still" src={still.view} alt="" />}
      {lesion && (
        <p className="large-words">
          <CallWord call={lesion.call} />
          <span>{t('lesion.score', { score: lesion.score.toFixed(2) })}</span>
          <span>{t('lesion.first', { time: clockText(lesion.firstMs) })}</span>
        </p>
      )}
    </Panel>
  );
}
