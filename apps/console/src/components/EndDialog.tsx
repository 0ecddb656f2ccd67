import { useTranslation } from 'react-i18next';
import { useSession } from './context.js';
import { Panel } from './Panel.js';

/** Asks before the examination is closed for good. */
export function EndDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <Panel title={t('exam.endTitle')} onClose={onClose}>
      <p>{t('exam.endText')}</p>
      <div className="choices row">
        <button type="button" onClick={onClose}>
          {t('exam.endNo')}
        </button>
        <button
          type="button"
          className="end"
          onClick={() => {
            session.end();
            onClose();
          }}
        >
          {t('exam.endYes')}
        </button>
      </div>
    </Panel>
  );
}
