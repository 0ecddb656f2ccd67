import type { GateReport, Round } from '@haustra/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../components/Panel.js';
import { useDesk, useLearning } from '../context.js';
import { NameForm } from '../NameForm.js';
import { awaitsDecision, outcomeOf } from '../state.js';
import { useDoctor } from '../use-doctor.js';

/** Promote or refuse, in the name of a person; or what was decided, or why nothing can be decided yet. */
export function Decision({ round, report }: { round: Round; report: GateReport }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [doctor, remember] = useDoctor();
  const [asking, setAsking] = useState<'promote' | 'refuse' | null>(null);
  const doing = useLearning((state) => state.doing);
  const outcome = useLearning((state) => outcomeOf(round, state.models));
  const { candidate } = round;
  if (outcome !== null) return <p className={`call-to ${outcome}`}>{t(`learn.decision.${outcome}`)}</p>;
  if (candidate === null || !awaitsDecision(round))
    return (
      <p className="call-to">
        {round.stage === 'shadow'
          ? t('learn.decide.shadowFirst', { done: round.shadow.done, wanted: round.shadow.wanted })
          : t('learn.decide.notNow')}
      </p>
    );
  const decide = (by: string) => {
    remember(by);
    if (asking === 'promote') void desk.promote(candidate, by);
    if (asking === 'refuse') void desk.refuse(candidate, by);
    setAsking(null);
  };
  return (
    <div className="decision">
      <button
        type="button"
        className="main promote"
        disabled={!report.passed || doing !== null}
        aria-describedby={report.passed ? undefined : 'why-not'}
        onClick={() => setAsking('promote')}
      >
        {t('learn.promote')}
      </button>
      <button
        type="button"
        className="end refuse"
        disabled={doing !== null}
        onClick={() => setAsking('refuse')}
      >
        {t('learn.refuse')}
      </button>
      {!report.passed && (
        <p id="why-not" className="quiet">
          {t('learn.decide.whyNot')}
        </p>
      )}
      {asking !== null && (
        <Panel
          title={t(asking === 'promote' ? 'learn.promote' : 'learn.refuse')}
          onClose={() => setAsking(null)}
        >
          <NameForm
            name={doctor}
            action={t(asking === 'promote' ? 'learn.promote' : 'learn.refuse')}
            danger={asking === 'refuse'}
            busy={doing !== null}
            onCancel={() => setAsking(null)}
            onName={decide}
          >
            <p>{t(asking === 'promote' ? 'learn.promoteText' : 'learn.refuseText', { model: candidate })}</p>
          </NameForm>
        </Panel>
      )}
    </div>
  );
}
