import { useTranslation } from 'react-i18next';
import { useConsole, useSession } from './context.js';
import { clockText } from './format.js';

const REGIONS = ['right', 'transverse', 'left'] as const;

/** Clocks of insertion and withdrawal, the caecum, where the scope is, and how clean the colon was so far. */
export function Standing() {
  const { t } = useTranslation();
  const session = useSession();
  const running = useConsole((state) => state.exam.status === 'running');
  const standing = useConsole((state) => state.view?.standing ?? null);
  const colon = useConsole((state) => state.view?.organ !== 'upper');
  if (!running || standing === null || !colon) return null;
  const { caecumReached, caecumByDoctor, region, bbps, insertionMs, withdrawalMs, effectiveWithdrawalMs } =
    standing;
  const time = (ms: number | null) => (ms === null ? '–' : clockText(ms));
  return (
    <section className="standing" aria-label={t('standing.title')}>
      <dl className="standing-clocks">
        <div>
          <dt>{t('standing.insertion')}</dt>
          <dd>{time(insertionMs)}</dd>
        </div>
        <div>
          <dt>{t('standing.withdrawal')}</dt>
          <dd>{time(withdrawalMs)}</dd>
        </div>
        <div>
          <dt>{t('standing.effective')}</dt>
          <dd>{time(effectiveWithdrawalMs)}</dd>
        </div>
      </dl>
      <p className="standing-place">
        <button
          type="button"
          className={caecumReached ? 'reached' : ''}
          aria-pressed={caecumReached}
          title={`${t(caecumReached ? 'standing.caecumTakeBack' : 'standing.caecumConfirm')} (C)`}
          onClick={() => session.judgeCaecum()}
        >
          {t(caecumReached ? 'standing.caecumReached' : 'standing.caecumNot')}
          {caecumByDoctor && <small>{t('standing.byDoctor')}</small>}
        </button>
        <span>{t(region === null ? 'standing.whereUnknown' : `region.${region}`)}</span>
      </p>
      <dl className="standing-bbps">
        <dt>BBPS</dt>
        {REGIONS.map((one) => (
          <dd key={one} title={t(`region.${one}`)} className={one === region ? 'here' : ''}>
            <small>{t(`region.${one}`)}</small>
            {bbps[one] ?? '–'}
          </dd>
        ))}
      </dl>
    </section>
  );
}
