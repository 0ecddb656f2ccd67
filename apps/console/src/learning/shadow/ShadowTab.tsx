import type { Round } from '@haustra/domain';
import { useTranslation } from 'react-i18next';
import { useLoaded } from '../context.js';
import { percentText } from '../format.js';
import { LoadFailure } from '../ProblemNote.js';
import { ShadowTable } from './ShadowTable.js';

/** How far the candidate agreed with the current model on examinations, where nobody saw its findings. */
export function ShadowTab({ round }: { round: Round }) {
  const { t, i18n } = useTranslation();
  const { wanted, done } = round.shadow;
  const lines = useLoaded(({ api }) => api.shadow(round.id), wanted > 0 && done > 0 ? round.id : null, done);
  if (wanted === 0) return <p className="empty">{t('learn.shadow.none')}</p>;
  const mean =
    lines.value && lines.value.length > 0
      ? lines.value.reduce((sum, { agreement }) => sum + agreement, 0) / lines.value.length
      : null;
  return (
    <section className="shadow">
      <p className="call-to">{t('learn.shadow.count', { done, wanted })}</p>
      <p className="quiet">{t('learn.shadow.text')}</p>
      {mean !== null && <p>{t('learn.shadow.mean', { share: percentText(mean, i18n.language) })}</p>}
      {lines.failure && <LoadFailure failure={lines.failure} onAgain={lines.again} />}
      {lines.value && lines.value.length > 0 && <ShadowTable lines={lines.value} />}
    </section>
  );
}
