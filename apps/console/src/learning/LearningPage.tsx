import type { Round } from '@haustra/domain';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../components/context.js';
import { hashOf, LEARNING_TABS, type LearningTab } from '../pages/route.js';
import { AskTab } from './ask/AskTab.js';
import { useLearning, useOpenDesk } from './context.js';
import { timeText } from './format.js';
import { FramesTab } from './frames/FramesTab.js';
import { GateTab } from './gate/GateTab.js';
import { HistoryTab } from './history/HistoryTab.js';
import { LearningBar } from './LearningBar.js';
import { NowTab } from './now/NowTab.js';
import { ProblemNote } from './ProblemNote.js';
import { ShadowTab } from './shadow/ShadowTab.js';
import { awaitsDecision, roundOf } from './state.js';

/** The page of learning. `roundId` null stands for the newest round. */
export function LearningPage({ tab, roundId }: { tab: LearningTab; roundId: string | null }) {
  const { t } = useTranslation();
  useOpenDesk();
  const round = useLearning((state) => roundOf(state, roundId));
  const link = useLearning((state) => state.link);
  const running = useConsole((state) => state.exam.status === 'running');
  return (
    <>
      <div className={running ? 'learning over-live' : 'learning'} data-link={link}>
        <LearningBar />
        <Tabs tab={tab} round={round} roundId={roundId} />
        <main className="learning-body">
          {link === 'lost' && (
            <p className="lost" role="status">
              {t('learn.lost')}
            </p>
          )}
          {link === 'absent' && <p className="problem">{t('learn.absent')}</p>}
          <ProblemNote />
          {link === 'loading' ? (
            <p className="quiet" role="status">
              {t('learn.loading')}
            </p>
          ) : (
            link !== 'absent' && <Tab tab={tab} round={round} roundId={roundId} />
          )}
          <p className="disclaimer">{t('app.disclaimer')}</p>
        </main>
      </div>
      {running && (
        <a className="live-corner" href={hashOf({ page: 'live' })}>
          <span>{t('learn.toExam')}</span>
        </a>
      )}
    </>
  );
}

interface TabProps {
  readonly tab: LearningTab;
  readonly round: Round | null;
  readonly roundId: string | null;
}

function Tab({ tab, round, roundId }: TabProps) {
  const { t } = useTranslation();
  if (tab === 'now') return <NowTab round={round} />;
  if (tab === 'history') return <HistoryTab />;
  if (round === null)
    return <p className="empty">{t(roundId === null ? 'learn.noRound' : 'learn.unknownRound')}</p>;
  if (tab === 'frames') return <FramesTab round={round} />;
  if (tab === 'ask') return <AskTab key={round.id} round={round} />;
  if (tab === 'gate') return <GateTab round={round} />;
  return <ShadowTab round={round} />;
}

/** The parts of the page, and which round they are about. */
function Tabs({ tab, round, roundId }: TabProps) {
  const { t, i18n } = useTranslation();
  const newest = useLearning((state) => state.rounds[0]?.id ?? null);
  const kept = round?.counts.kept ?? 0;
  const older = round !== null && round.id !== newest;
  return (
    <nav className="tabs" aria-label={t('learn.title')}>
      {LEARNING_TABS.map((each) => (
        <a
          key={each}
          href={hashOf({ page: 'learning', tab: each, round: roundId })}
          aria-current={each === tab ? 'page' : undefined}
        >
          {t(`learn.tab.${each}`)}
          {each === 'frames' && kept > 0 && <span className="count">{kept}</span>}
          {each === 'gate' && round !== null && awaitsDecision(round) && (
            <span className="waits">{t('learn.tab.waits')}</span>
          )}
        </a>
      ))}
      {round !== null && (
        <span className={older ? 'which older' : 'which'}>
          {older && `${t('learn.olderRound')} · `}
          {t('learn.roundOf', { time: timeText(round.startedAt, i18n.language) })}
          {older && <a href={hashOf({ page: 'learning', tab, round: null })}>{t('learn.toNewest')}</a>}
        </span>
      )}
    </nav>
  );
}
