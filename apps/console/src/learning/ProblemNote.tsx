import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { whyOf } from '../station/refusal.js';
import type { CallFailure } from './api/failure.js';
import { useDesk, useLearning } from './context.js';

/** Why the last thing asked for did not work; it stays until it was read or the next try. */
export function ProblemNote() {
  const { t } = useTranslation();
  const desk = useDesk();
  const problem = useLearning((state) => state.problem);
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // It stands above all else, which may be scrolled away.
    if (problem !== null) note.current?.scrollIntoView({ block: 'nearest' });
  }, [problem]);
  if (problem === null) return null;
  return (
    <div ref={note} className="problem with-button" role="alert">
      <p>
        <strong>{t(`learn.failed.${problem.doing}`)}</strong> <FailureWords failure={problem.failure} />
      </p>
      <button type="button" onClick={() => desk.problemRead()}>
        {t('learn.understood')}
      </button>
    </div>
  );
}

/** A failure in the words of the page, with the station's own where it gave any. */
export function FailureWords({ failure }: { failure: CallFailure }) {
  const { t } = useTranslation();
  if (failure.kind === 'unreachable') return <>{t('station.why.unreachable')}</>;
  if (failure.kind === 'unfit') return <>{t('learn.failure.unfit')}</>;
  const why = whyOf(failure.code);
  return (
    <>
      {why === null ? null : `${t(why)} `}
      {t('station.error', { message: failure.message })}
    </>
  );
}

/** Something could not be loaded: why, and a button to try again. */
export function LoadFailure({ failure, onAgain }: { failure: CallFailure; onAgain: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="problem with-button" role="alert">
      <p>
        <FailureWords failure={failure} />
      </p>
      <button type="button" onClick={onAgain}>
        {t('learn.tryAgain')}
      </button>
    </div>
  );
}
