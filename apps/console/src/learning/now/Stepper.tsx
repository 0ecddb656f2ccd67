import { ROUND_STAGES, type Round } from '@haustra/domain';
import { useTranslation } from 'react-i18next';
import { type StepState, stepStates } from './steps.js';

const SIGNS: Readonly<Record<StepState, string>> = {
  done: '✓',
  now: '●',
  stopped: '‖',
  failed: '✕',
  next: '',
  skipped: '–',
};

/** The stages of a round in a row: done, at work, still to come. */
export function Stepper({ round }: { round: Round }) {
  const { t } = useTranslation();
  const states = stepStates(round);
  return (
    <ol className="stepper" aria-label={t('learn.stages')}>
      {ROUND_STAGES.map((stage, i) => {
        const state = states[stage];
        return (
          <li key={stage} className={state} aria-current={state === 'now' ? 'step' : undefined}>
            <i aria-hidden="true">{SIGNS[state] || i + 1}</i>
            <span>{t(`learn.stage.${stage}`)}</span>
            <small>{t(`learn.step.${state}`)}</small>
          </li>
        );
      })}
    </ol>
  );
}
