import { useTranslation } from 'react-i18next';
import { useLearning, useLoaded } from '../context.js';
import { LoadFailure } from '../ProblemNote.js';
import { AuditList } from './AuditList.js';
import { RoundsTable } from './RoundsTable.js';

/** All rounds, and everything that happened to models, as the audit journal has it. */
export function HistoryTab() {
  const { t } = useTranslation();
  const rounds = useLearning((state) => state.rounds);
  const current = useLearning((state) => state.models?.current ?? '');
  const newest = rounds[0];
  const audit = useLoaded(
    ({ api }) => api.audit(),
    'audit',
    `${current} ${newest?.id} ${newest?.stage} ${newest?.state}`,
  );
  return (
    <div className="history">
      <section>
        <h2>{t('learn.history.rounds')}</h2>
        {rounds.length === 0 ? (
          <p className="empty">{t('learn.noRound')}</p>
        ) : (
          <RoundsTable rounds={rounds} />
        )}
      </section>
      <section>
        <header className="audit-head">
          <h2>{t('learn.history.audit')}</h2>
          {audit.value && (
            <span className={audit.value.intact ? 'chain intact' : 'chain broken'} role="status">
              <i aria-hidden="true">{audit.value.intact ? '✓' : '✕'}</i>
              {t(audit.value.intact ? 'learn.history.intact' : 'learn.history.broken')}
            </span>
          )}
        </header>
        {audit.failure && <LoadFailure failure={audit.failure} onAgain={audit.again} />}
        {audit.value && audit.value.entries.length === 0 && (
          <p className="empty">{t('learn.history.nothing')}</p>
        )}
        {audit.value && audit.value.entries.length > 0 && <AuditList entries={audit.value.entries} />}
      </section>
    </div>
  );
}
