import { useTranslation } from 'react-i18next';
import { chipOf } from '../state/chip.js';
import { useConsole, useNow } from './context.js';

const SIGNS = { ready: '✓', degraded: '!', off: '✕', idle: '–' } as const;

/** The state of the analysis: a sign, words and colour, with the reason and the age of the last result. */
export function Chip() {
  const { t } = useTranslation();
  const now = useNow(100);
  const chip = useConsole((state) => state);
  const { level, reason, ageMs } = chipOf(chip, now);
  const running = level !== 'idle';
  const age = ageMs === null ? t('chip.noAge') : t('chip.age', { seconds: (ageMs / 1000).toFixed(1) });
  return (
    <section className={`chip ${level}`} data-level={level} data-reason={reason ?? ''}>
      <span className="chip-sign" aria-hidden="true">
        {SIGNS[level]}
      </span>
      <div className="chip-words">
        <div role="status" aria-live="assertive">
          <strong>{t(`chip.${level}`)}</strong>
          {reason && <span className="chip-reason">{t(`reason.${reason}`)}</span>}
        </div>
        {running && <span className="chip-age">{age}</span>}
      </div>
    </section>
  );
}
