import type { Standing } from '@haustra/domain';
import { useTranslation } from 'react-i18next';
import { BbpsRow } from './BbpsRow.js';
import { useConsole, useSession } from './context.js';
import { clockText } from './format.js';
import { SpeedBar } from './SpeedBar.js';
import type { ToolProps } from './tool.js';
import { WhereChoice } from './WhereChoice.js';

/** Clocks of insertion and withdrawal, the caecum, where the scope is, and how clean the colon was so far. */
export function ColonStanding({ standing, tool, onTool }: ToolProps & { standing: Standing }) {
  const { t } = useTranslation();
  const session = useSession();
  const withdrawing = useConsole((state) => state.view?.phase === 'withdrawal');
  const { caecumReached, caecumByDoctor, insertionMs, withdrawalMs, effectiveWithdrawalMs } = standing;
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
      {withdrawing && standing.pace !== null && (
        <SpeedBar pace={standing.pace} alarms={standing.alarms} limit={standing.paceLimit} />
      )}
      <div className="standing-place">
        <button
          type="button"
          className={caecumReached ? 'reached' : ''}
          aria-pressed={caecumReached}
          title={`${t(caecumReached ? 'standing.caecumTakeBack' : 'standing.caecumConfirm')} (C)`}
          onClick={() => session.words.judgeCaecum()}
        >
          {t(caecumReached ? 'standing.caecumReached' : 'standing.caecumNot')}
          {caecumByDoctor && <small>{t('standing.byDoctor')}</small>}
        </button>
        <WhereChoice standing={standing} tool={tool} onTool={onTool} />
      </div>
      <BbpsRow standing={standing} tool={tool} onTool={onTool} />
    </section>
  );
}
