import { PHASES, type Phase } from '@haustra/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hashOf } from '../pages/route.js';
import { examTime } from '../state/state.js';
import { useConsole, useNow, useSession } from './context.js';
import { clockText } from './format.js';
import { Icon } from './Icon.js';
import { LanguageButton } from './LanguageButton.js';
import { Panel } from './Panel.js';
import { SourcePicker } from './SourcePicker.js';

export type OpenPanel = 'settings' | 'help' | null;

interface TopBarProps {
  readonly onPanel: (panel: OpenPanel) => void;
  readonly onDiagnostics: () => void;
}

/** Source, clock and phase of the examination, and the menus. */
export function TopBar({ onPanel, onDiagnostics }: TopBarProps) {
  const { t } = useTranslation();
  return (
    <header className="top-bar">
      <SourceButton />
      <ExamClock />
      <nav>
        <a
          className="button plain"
          href={hashOf({ page: 'learning', tab: 'now', round: null })}
          title={t('menu.learning')}
        >
          <Icon name="learn" />
          <span className="wide-only">{t('menu.learning')}</span>
        </a>
        <button
          type="button"
          className="plain"
          onClick={onDiagnostics}
          title={`${t('menu.diagnostics')} (D)`}
        >
          <Icon name="gauge" />
          <span className="sr-only">{t('menu.diagnostics')}</span>
        </button>
        <button
          type="button"
          className="plain"
          onClick={() => onPanel('settings')}
          title={t('menu.settings')}
        >
          <Icon name="settings" />
          <span className="sr-only">{t('menu.settings')}</span>
        </button>
        <button
          type="button"
          className="plain"
          onClick={() => onPanel('help')}
          title={`${t('menu.help')} (?)`}
        >
          <Icon name="help" />
          <span className="sr-only">{t('menu.help')}</span>
        </button>
        <LanguageButton />
      </nav>
    </header>
  );
}

function SourceButton() {
  const { t } = useTranslation();
  const source = useConsole((state) => state.source);
  const [open, setOpen] = useState(false);
  const name =
    source.kind === 'opening'
      ? t('source.opening', { name: source.label })
      : 'label' in source && source.label !== ''
        ? source.label
        : t('source.change');
  return (
    <>
      <button type="button" className="plain source" onClick={() => setOpen(true)} title={t('source.change')}>
        <Icon name="source" />
        <span>{name}</span>
      </button>
      {open && (
        <Panel title={t('source.title')} onClose={() => setOpen(false)}>
          <SourcePicker onChosen={() => setOpen(false)} />
        </Panel>
      )}
    </>
  );
}

function ExamClock() {
  const { t } = useTranslation();
  const session = useSession();
  const now = useNow(250);
  const exam = useConsole((state) => state.exam);
  const organ = useConsole((state) => state.view?.organ ?? null);
  const phase = useConsole((state) => state.view?.phase ?? null);
  const time = examTime(exam, now);
  if (time === null) return <div className="clock" />;
  const running = exam.status === 'running';
  const phaseMs = exam.phaseSinceMs === null ? null : time - exam.phaseSinceMs;
  return (
    <div className="clock">
      <time title={t('exam.time')} className={exam.paused ? 'paused' : ''}>
        {clockText(time)}
      </time>
      {running && (
        <button
          type="button"
          className="plain"
          title={`${exam.paused ? t('exam.resume') : t('exam.pause')} (P)`}
          aria-pressed={exam.paused}
          onClick={() => session.words.pauseClock(!exam.paused)}
        >
          <Icon name={exam.paused ? 'play' : 'pause'} />
          <span className="sr-only">{exam.paused ? t('exam.resume') : t('exam.pause')}</span>
        </button>
      )}
      {exam.paused && <span className="quiet">{t('exam.paused')}</span>}
      {running && phase && isPhase(phase) && (
        <span className="phase">
          {/* The stomach has no insertion and no withdrawal. */}
          {t(organ === 'upper' && isWay(phase) ? 'upper.title' : `phase.${phase}`)}
          {phaseMs !== null && <small>{clockText(phaseMs)}</small>}
        </span>
      )}
      {running && organ && !(phase === 'outside' && organ === 'outside') && (
        <span className="quiet organ">{t(`organ.${organ}`)}</span>
      )}
    </div>
  );
}

const isWay = (phase: Phase): boolean => phase === 'insertion' || phase === 'withdrawal';
const isPhase = (phase: string): phase is Phase => (PHASES as readonly string[]).includes(phase);
