import { useTranslation } from 'react-i18next';
import { useConsole, useSession } from './context.js';
import { clockText } from './format.js';
import { LesionTable } from './LesionTable.js';
import { QualityTable } from './QualityTable.js';
import { ScoreTable } from './ScoreTable.js';
import { TimelinePicture } from './TimelinePicture.js';

/** The finished examination in a few lines, and what comes next. */
export function Summary() {
  const { t } = useTranslation();
  const session = useSession();
  const exam = useConsole((state) => state.exam);
  const summary = useConsole((state) => state.summary);
  const lesions = useConsole((state) => state.lesions);
  const photos = useConsole((state) => state.photoBook.length);
  const replayable = useConsole((state) => state.source.kind === 'demo' || state.source.kind === 'file');
  const withdrawal = summary?.clock.withdrawalMs ?? null;
  const calls = (['neoplastic', 'non-neoplastic', 'no-call'] as const)
    .map((call) => [call, lesions.filter((lesion) => lesion.call === call).length] as const)
    .filter(([, count]) => count > 0)
    .map(([call, count]) => `${count} ${t(`call.${call}`)}`);
  return (
    <section className="summary" aria-label={t('summary.title')}>
      <h1>{t('summary.title')}</h1>
      <dl>
        <dt>{t('summary.duration')}</dt>
        <dd>{clockText(exam.endedMs ?? 0)}</dd>
        <dt>{t('summary.withdrawal')}</dt>
        <dd>{withdrawal === null ? t('summary.unknown') : clockText(withdrawal)}</dd>
        <dt>{t('summary.lesions')}</dt>
        <dd>
          {lesions.length}
          {calls.length > 0 && <small>{calls.join(', ')}</small>}
        </dd>
        <dt>{t('summary.photos')}</dt>
        <dd>{photos}</dd>
        <dt>{t('summary.record')}</dt>
        <dd>
          <small>{summary ? exam.id : t('summary.pending')}</small>
        </dd>
      </dl>
      {summary && <TimelinePicture examId={summary.id} />}
      {summary && <LesionTable lesions={summary.lesions} />}
      {summary?.scoreSheet && <ScoreTable sheet={summary.scoreSheet} />}
      {summary?.indicators && <QualityTable indicators={summary.indicators} />}
      <div className="choices">
        {replayable && (
          <button type="button" className="main" onClick={() => void session.replay()}>
            {t('exam.replay')}
          </button>
        )}
        <button type="button" onClick={() => session.home()}>
          {t('exam.new')}
        </button>
      </div>
    </section>
  );
}
