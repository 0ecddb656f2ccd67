import { useTranslation } from 'react-i18next';
import { useDesk, useLearning } from '../context.js';
import { FailureWords } from '../ProblemNote.js';

/** Corrections that the station does not have yet: why, and what can be done. Nothing is lost meanwhile. */
export function OutboxNote() {
  const { t } = useTranslation();
  const desk = useDesk();
  const { waiting, trouble } = useLearning((state) => state.outbox);
  const refused = waiting.find((entry) => entry.refused !== null);
  if (refused)
    return (
      <div className="problem with-button" role="alert">
        <p>{t('learn.ask.refused', { frame: refused.frame, message: refused.refused ?? '' })}</p>
        <button type="button" onClick={() => void desk.outbox.flush(true)}>
          {t('learn.tryAgain')}
        </button>
        <button type="button" className="end" onClick={() => desk.outbox.discardRefused()}>
          {t('learn.ask.discard')}
        </button>
      </div>
    );
  if (waiting.length === 0 || trouble === null) return null;
  return (
    <p className="lost" role="status">
      {t('learn.ask.waiting', { count: waiting.length })}
      {trouble.kind === 'troubled' && (
        <>
          {' '}
          <FailureWords failure={trouble} />
        </>
      )}
    </p>
  );
}
