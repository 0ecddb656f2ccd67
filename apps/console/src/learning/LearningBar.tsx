import { useTranslation } from 'react-i18next';
import { useConsole, useNow } from '../components/context.js';
import { clockText } from '../components/format.js';
import { Icon } from '../components/Icon.js';
import { LanguageButton } from '../components/LanguageButton.js';
import { hashOf } from '../pages/route.js';
import { chipOf } from '../state/chip.js';
import { examTime } from '../state/state.js';

/** The way back to the live picture, and, while an examination runs, its clock and the state of its analysis. */
export function LearningBar() {
  const { t } = useTranslation();
  const running = useConsole((state) => state.exam.status === 'running');
  return (
    <header className="learning-bar">
      <a className="button plain" href={hashOf({ page: 'live' })}>
        <Icon name="back" />
        {t('learn.back')}
      </a>
      <h1>{t('learn.title')}</h1>
      {running && <ExamStrip />}
      <LanguageButton />
    </header>
  );
}

const SIGNS = { ready: '✓', degraded: '!', off: '✕', idle: '–' } as const;

function ExamStrip() {
  const { t } = useTranslation();
  const now = useNow(500);
  const console = useConsole((state) => state);
  const { level, reason } = chipOf(console, now);
  const time = examTime(console.exam, now);
  return (
    <span className={`exam-strip ${level}`} role="status">
      <i aria-hidden="true">{SIGNS[level]}</i>
      {t('learn.examRuns')}
      {time !== null && <time>{clockText(time)}</time>}
      {level !== 'ready' && reason !== null && <span>{t(`reason.${reason}`)}</span>}
    </span>
  );
}
