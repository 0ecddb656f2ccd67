import { useTranslation } from 'react-i18next';
import { isSeen, sectorPath, unseenHours } from './clock-face.js';
import { useConsole, useSession } from './context.js';

const HOURS = Array.from({ length: 12 }, (_, hour) => hour);
const percent = (share: number) => `${Math.round(100 * share)} %`;

/** Which part of the wall around the lumen was seen at this depth, as a clock face, and how much of it so far. */
export function CoverageMap() {
  const { t } = useTranslation();
  const running = useConsole((state) => state.exam.status === 'running');
  const standing = useConsole((state) => state.view?.standing ?? null);
  const colon = useConsole((state) => state.view?.organ !== 'upper');
  if (!running || standing === null || !colon) return null;
  const coverage = standing.coverage ?? null;
  const here = coverage?.here ?? null;
  return (
    <section className={`coverage ${coverage === null ? 'unknown' : ''}`} aria-label={t('coverage.title')}>
      <ClockFace here={here} />
      <div>
        <h2>{t('coverage.title')}</h2>
        {coverage === null ? (
          <p className="quiet">{t('coverage.unknown')}</p>
        ) : (
          <>
            <dl>
              <div>
                <dt>{t('coverage.soFar')}</dt>
                <dd>{percent(coverage.share)}</dd>
              </div>
              <div>
                <dt>{t('coverage.stretch')}</dt>
                <dd>{coverage.stretch === null ? '–' : percent(coverage.stretch)}</dd>
              </div>
            </dl>
            <HereInWords here={here} />
          </>
        )}
        <p className="quiet">{t('coverage.estimate')}</p>
        <Guidance wanted={standing.guidance ?? false} />
      </div>
    </section>
  );
}

function ClockFace({ here }: { here: readonly number[] | null }) {
  return (
    <svg viewBox="-46 -54 92 98" aria-hidden="true">
      {HOURS.map((hour) => {
        const share = here?.[hour] ?? null;
        const look = share === null ? 'unknown' : isSeen(share) ? 'seen' : 'unseen';
        return <path key={hour} className={look} d={sectorPath(hour, 21, 42, 1.5)} />;
      })}
      <circle className="lumen" r="16" />
      <text y="-45">12</text>
    </svg>
  );
}

/** The same in words: for those who cannot see the colours. */
function HereInWords({ here }: { here: readonly number[] | null }) {
  const { t } = useTranslation();
  if (here === null) return null;
  if (!here.some(isSeen)) return <p className="here">{t('coverage.noneSeen')}</p>;
  const hours = unseenHours(here).map(([from, to]) => `${from}–${to}`);
  if (hours.length === 0) return <p className="here">{t('coverage.allSeen')}</p>;
  return <p className="here">{t('coverage.unseen', { hours: hours.join(t('coverage.and')) })}</p>;
}

/** Reminders for those who learn: off unless asked for. */
function Guidance({ wanted }: { wanted: boolean }) {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <button
      type="button"
      aria-pressed={wanted}
      title={t('coverage.guidanceHint')}
      onClick={() => session.setGuidance(!wanted)}
    >
      {t(wanted ? 'coverage.guided' : 'coverage.notGuided')}
    </button>
  );
}
