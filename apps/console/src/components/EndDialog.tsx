import { photoChecklist, placedPhotos } from '@haustra/clinical';
import { useTranslation } from 'react-i18next';
import { useConsole, useSession } from './context.js';
import { MissingPhotos } from './MissingPhotos.js';
import { Panel } from './Panel.js';

/** Asks before the examination is closed for good; says what the photo checklist still misses. */
export function EndDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const organ = useConsole((state) => state.view?.organ ?? null);
  const book = useConsole((state) => state.photoBook);
  const { missing } = photoChecklist(placedPhotos(book), organ);
  // Who documents no place is not told which are missing.
  const documented = placedPhotos(book).length > 0;
  return (
    <Panel title={t('exam.endTitle')} onClose={onClose}>
      <p>{t('exam.endText')}</p>
      {documented && <MissingPhotos missing={missing} />}
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
