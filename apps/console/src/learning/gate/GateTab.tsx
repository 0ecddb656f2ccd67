import type { GateReport, Round } from '@haustra/domain';
import { useTranslation } from 'react-i18next';
import { useLoaded } from '../context.js';
import { differenceText, measureText } from '../format.js';
import { LoadFailure } from '../ProblemNote.js';
import { Decision } from './Decision.js';
import { GateTable } from './GateTable.js';
import { hasGate } from './has-gate.js';
import { checkOf, type Reason, reasonsInOrder, useGateWords } from './words.js';

/** Whether the candidate may take the place of the current model, why, and who decides. */
export function GateTab({ round }: { round: Round }) {
  const { t } = useTranslation();
  // Asked for only once it is there: the browser's log would be full of "not found" otherwise.
  const there = hasGate(round);
  const gate = useLoaded(
    ({ api }) => api.gate(round.id),
    there ? round.id : null,
    `${round.stage} ${round.gatePassed}`,
  );
  if (!there) return <p className="empty">{t('learn.gate.notYet')}</p>;
  if (gate.failure && gate.value === null) return <LoadFailure failure={gate.failure} onAgain={gate.again} />;
  if (gate.value === null) return <p className="empty">{t('learn.loading')}</p>;
  return (
    <div className="gate">
      <Verdict report={gate.value} />
      <Decision round={round} report={gate.value} />
      <GateTable report={gate.value} />
    </div>
  );
}

/** Reasons about the whole whose fact says more than their words: which pictures, how much slower. */
const TELLING: readonly Reason['code'][] = ['leak', 'frozen-set-changed', 'slower'];

function Verdict({ report }: { report: GateReport }) {
  const { t } = useTranslation();
  const words = useGateWords();
  const reasons = reasonsInOrder(report);
  const fact = (reason: Reason): string => {
    const check = checkOf(report, reason);
    if (!check) return TELLING.includes(reason.code) || reason.head !== null ? reason.fact : '';
    const { measure, before, after, difference, low, high, n } = check;
    return t('learn.gate.fact', {
      measure: words.measure(measure),
      before: measureText(before),
      after: measureText(after),
      difference: differenceText(difference),
      low: differenceText(low),
      high: differenceText(high),
      n,
    });
  };
  return (
    <section className={report.passed ? 'card verdict passed' : 'card verdict refused'}>
      <h2>
        <i aria-hidden="true">{report.passed ? '✓' : '✕'}</i>
        {t(report.passed ? 'learn.gate.passed' : 'learn.gate.refused')}
      </h2>
      <ul>
        {reasons.map((reason) => (
          <li key={`${reason.code} ${reason.head} ${reason.subgroup} ${reason.fact}`} className={reason.code}>
            {words.reason(reason)} <span className="quiet">{fact(reason)}</span>
          </li>
        ))}
      </ul>
      <p className="quiet">
        {t('learn.gate.models', { current: report.current, candidate: report.candidate })}{' '}
        {t('learn.gate.frozen', { pictures: report.frozenSet.pictures, own: report.frozenSet.own })}
      </p>
    </section>
  );
}
