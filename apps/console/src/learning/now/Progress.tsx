import type { Round } from '@haustra/domain';
import { useTranslation } from 'react-i18next';
import { restOf } from '../format.js';
import { noteText } from './note.js';

/** How far the stage at work has come, and how long it and the whole round still take. */
export function Progress({ round: { progress, asked, yielding } }: { round: Round }) {
  const { t } = useTranslation();
  const { done, of, secondsLeft, totalSecondsLeft = null, note } = progress;
  const said = (seconds: number) => {
    const { unit, count } = restOf(seconds);
    return t(`learn.rest.${unit}`, { count });
  };
  const share = of > 0 ? Math.min(1, done / of) : null;
  return (
    <div className="progress">
      <progress aria-label={t('learn.progress')} {...(share === null ? {} : { value: share })} max={1} />
      <p>
        {share !== null && <strong>{Math.floor(share * 100)} %</strong>}
        {of > 0 && <span>{t('learn.doneOf', { done, of })}</span>}
        {secondsLeft !== null && <span>{t('learn.left', { time: said(secondsLeft) })}</span>}
        {totalSecondsLeft !== null && <span>{t('learn.leftTotal', { time: said(totalSecondsLeft) })}</span>}
        {secondsLeft === null && totalSecondsLeft === null && <span>{t('learn.leftUnknown')}</span>}
      </p>
      {note !== '' && <p className="quiet">{noteText(note, t)}</p>}
      {yielding === true && <p className="call-to">{t('learn.yielding')}</p>}
      {asked !== null && asked !== undefined && <p className="call-to">{t('learn.stopping')}</p>}
    </div>
  );
}
