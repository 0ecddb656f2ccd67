import type { Round } from '@haustra/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../components/Panel.js';
import { hashOf } from '../../pages/route.js';
import { useDesk, useLearning } from '../context.js';
import { timeText } from '../format.js';
import { awaitsDecision, isOpen, outcomeOf } from '../state.js';
import { Progress } from './Progress.js';
import { Stepper } from './Stepper.js';
import { ARCHIVE } from './start-form.js';

/** The round: where it stands, how long it still takes, and what can be done about it. */
export function RoundCard({ round }: { round: Round }) {
  const { t, i18n } = useTranslation();
  const awaiting = awaitsDecision(round);
  const sources = round.settings.sources.map((source) =>
    source === ARCHIVE ? t('learn.start.archive') : source,
  );
  return (
    <section className={`card round ${round.state}`} data-stage={round.stage} data-state={round.state}>
      <header>
        <h2>{t('learn.roundOf', { time: timeText(round.startedAt, i18n.language) })}</h2>
        <span className={`state ${round.state}`}>
          {t(awaiting ? 'learn.state.decision' : `learn.state.${round.state}`)}
        </span>
      </header>
      <Stepper round={round} />
      {isOpen(round) && !awaiting && <p className="stage-words">{t(`learn.stageText.${round.stage}`)}</p>}
      {round.state === 'running' && <Progress round={round} />}
      <StateWords round={round} />
      <dl className="facts">
        <dt>{t('learn.counts.sources')}</dt>
        <dd>{sources.join(', ')}</dd>
        <dt>{t('learn.counts.looked')}</dt>
        <dd>{round.counts.looked}</dd>
        <dt>{t('learn.counts.kept')}</dt>
        <dd>
          <a href={hashOf({ page: 'learning', tab: 'frames', round: round.id })}>{round.counts.kept}</a>
        </dd>
        <dt>{t('learn.counts.corrections')}</dt>
        <dd>
          <a href={hashOf({ page: 'learning', tab: 'ask', round: round.id })}>{round.counts.corrections}</a>
        </dd>
        <dt>{t('learn.counts.current')}</dt>
        <dd className="model-name">{round.current}</dd>
        {round.candidate !== null && (
          <>
            <dt>{t('learn.counts.candidate')}</dt>
            <dd className="model-name">{round.candidate}</dd>
          </>
        )}
      </dl>
      <RoundButtons round={round} />
    </section>
  );
}

/** What the state means and what comes next, where the progress bar does not say it. */
function StateWords({ round }: { round: Round }) {
  const { t } = useTranslation();
  const outcome = useLearning((state) => outcomeOf(round, state.models));
  if (round.problem !== null)
    return (
      <div className="problem" role="alert">
        <p>
          <strong>{round.problem.message}</strong>
        </p>
        <p>{round.problem.hint}</p>
      </div>
    );
  if (awaitsDecision(round))
    return (
      <p className="call-to">
        {t(round.gatePassed === false ? 'learn.decide.refused' : 'learn.decide.passed')}{' '}
        <a className="button main" href={hashOf({ page: 'learning', tab: 'gate', round: round.id })}>
          {t('learn.decide.look')}
        </a>
      </p>
    );
  if (outcome !== null)
    return (
      <p className="call-to">
        {t(`learn.decision.${outcome}`)}{' '}
        <a href={hashOf({ page: 'learning', tab: 'gate', round: round.id })}>{t('learn.decide.why')}</a>
      </p>
    );
  if (round.state === 'waiting')
    return (
      <p className="call-to">
        {t('learn.waiting', { done: round.shadow.done, wanted: round.shadow.wanted })}
      </p>
    );
  if (round.state === 'stopped') return <p className="call-to">{t('learn.stopped')}</p>;
  if (round.state === 'paused') return <p className="call-to">{t('learn.paused')}</p>;
  return null;
}

function RoundButtons({ round }: { round: Round }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [cancelling, setCancelling] = useState(false);
  const busy = useLearning((state) => state.doing !== null);
  // Refusing its candidate is how a round ends that waits for a decision.
  if (!isOpen(round) || awaitsDecision(round)) return null;
  const stopping = round.asked ?? null;
  const goesOn = round.state === 'paused' || round.state === 'stopped' || round.state === 'failed';
  return (
    <div className="choices row">
      {round.state === 'running' && (
        <button
          type="button"
          className="pause"
          disabled={busy || stopping !== null}
          onClick={() => void desk.order(round.id, 'pause')}
        >
          {t(stopping === 'pause' ? 'learn.pausing' : 'learn.pause')}
        </button>
      )}
      {goesOn && (
        <button
          type="button"
          className="main resume-round"
          disabled={busy}
          onClick={() => void desk.order(round.id, 'resume')}
        >
          {t(round.state === 'failed' ? 'learn.tryAgain' : 'learn.resume')}
        </button>
      )}
      <button
        type="button"
        className="end"
        disabled={busy || stopping === 'cancel'}
        onClick={() => setCancelling(true)}
      >
        {t(stopping === 'cancel' ? 'learn.cancelling' : 'learn.cancelRound')}
      </button>
      {cancelling && (
        <Panel title={t('learn.cancelTitle')} onClose={() => setCancelling(false)}>
          <p>{t('learn.cancelText')}</p>
          <div className="choices row">
            <button type="button" onClick={() => setCancelling(false)}>
              {t('learn.cancelNo')}
            </button>
            <button
              type="button"
              className="end"
              onClick={() => {
                setCancelling(false);
                void desk.order(round.id, 'cancel');
              }}
            >
              {t('learn.cancelYes')}
            </button>
          </div>
        </Panel>
      )}
    </div>
  );
}
