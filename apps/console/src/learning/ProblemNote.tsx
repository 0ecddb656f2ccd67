import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
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
  if (failure.kind === 'unreachable') return <>{t('learn.failure.unreachable')}</>;
  if (failure.kind === 'unfit') return <>{t('learn.failure.unfit')}</>;
  const why = WHY.find((code) => code === failure.code);
  return (
    <>
      {why === undefined ? null : `${t(`station.why.${why}`)} `}
      {t('station.error', { message: failure.message })}
    </>
  );
}

/** What the station's codes mean, so that a page in another language says it too. */
const WHY = [
  'usage',
  'not-found',
  'unreadable',
  'unwritable',
  'unsupported',
  'busy',
  'refused',
  'model-invalid',
  'internal',
] as const;

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
