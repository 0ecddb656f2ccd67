import type { Round } from '@haustra/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hashOf } from '../../pages/route.js';
import { useLearning } from '../context.js';
import { timeText } from '../format.js';
import { awaitsDecision } from '../state.js';
import { ModelCard } from './ModelCard.js';
import { Needs } from './Needs.js';
import { RoundCard } from './RoundCard.js';
import { StartForm } from './StartForm.js';

/** The model in use, the round at work, and the start of the next one. */
export function NowTab({ round }: { round: Round | null }) {
  const { t, i18n } = useTranslation();
  const [starting, setStarting] = useState(false);
  const busy = useLearning((state) => state.rounds.some((known) => known.state === 'running'));
  const awaiting = useLearning((state) => state.rounds.find(awaitsDecision));
  const ready = useLearning((state) => state.defaults !== null);
  return (
    <div className="now-tab">
      <div className="now-main">
        {awaiting && awaiting.id !== round?.id && (
          <p className="call-to">
            {t('learn.decide.elsewhere', { time: timeText(awaiting.startedAt, i18n.language) })}{' '}
            <a href={hashOf({ page: 'learning', tab: 'gate', round: awaiting.id })}>
              {t('learn.decide.look')}
            </a>
          </p>
        )}
        {starting ? (
          <StartForm onClose={() => setStarting(false)} />
        ) : (
          <>
            {round === null ? (
              <section className="card">
                <h2>{t('learn.intro.title')}</h2>
                <p>{t('learn.intro.text')}</p>
                <ol className="steps-words">
                  {(['gather', 'train', 'gate', 'decide'] as const).map((step) => (
                    <li key={step}>{t(`learn.intro.${step}`)}</li>
                  ))}
                </ol>
              </section>
            ) : (
              <RoundCard round={round} />
            )}
            {!busy && (
              <div className="start-row">
                <button type="button" className="main" disabled={!ready} onClick={() => setStarting(true)}>
                  {t(round === null ? 'learn.start.first' : 'learn.start.next')}
                </button>
              </div>
            )}
          </>
        )}
      </div>
      <aside className="now-side">
        <ModelCard />
        <Needs />
      </aside>
    </div>
  );
}
