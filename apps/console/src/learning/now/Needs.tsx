import { useTranslation } from 'react-i18next';
import { useLearning } from '../context.js';

/** What a round needs at this station, and what is missing. */
export function Needs() {
  const { t } = useTranslation();
  const defaults = useLearning((state) => state.defaults);
  if (defaults === null) return null;
  const { python, labelled } = defaults;
  return (
    <section className="card needs">
      <h2>{t('learn.needs.title')}</h2>
      <ul>
        <li className={python.ok ? 'good' : 'bad'}>
          <strong>{t(python.ok ? 'learn.needs.pythonOk' : 'learn.needs.pythonMissing')}</strong>
          {!python.ok && <p>{python.hint || t('learn.needs.pythonHint')}</p>}
        </li>
        <li className={labelled.path === null ? 'note' : 'good'}>
          <strong>
            {labelled.path === null
              ? t('learn.needs.noLabelled')
              : t('learn.needs.labelled', { count: labelled.pictures })}
          </strong>
          <p>{labelled.path ?? t('learn.needs.noLabelledHint')}</p>
        </li>
      </ul>
    </section>
  );
}
