import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../components/Panel.js';
import { useDesk, useLearning } from '../context.js';
import { timeText } from '../format.js';
import { NameForm } from '../NameForm.js';
import { useDoctor } from '../use-doctor.js';

/** The model in use: since when, whether it passed its gate, and the way back to the one before. */
export function ModelCard() {
  const { t, i18n } = useTranslation();
  const desk = useDesk();
  const [doctor, remember] = useDoctor();
  const [asking, setAsking] = useState(false);
  const models = useLearning((state) => state.models);
  const busy = useLearning((state) => state.doing !== null);
  if (models === null) return null;
  const { current, shipped, since, canRollBack } = models;
  const name = current ?? shipped;
  const before = models.before ?? shipped;
  const own = models.models.find((model) => model.name === name);
  return (
    <section className="card">
      <h2>{t('learn.model.title')}</h2>
      <p className="model-name">{name}</p>
      <dl className="facts">
        <dt>{t('learn.model.since')}</dt>
        <dd>
          {since === null
            ? t('learn.model.shipped')
            : t('learn.model.sinceBy', { time: timeText(since.at, i18n.language), by: since.by })}
        </dd>
        <dt>{t('learn.model.gate')}</dt>
        <dd>
          {current === null
            ? t('learn.model.gateNotNeeded')
            : t(`learn.model.gate.${own?.promoted?.forced === true ? 'forced' : (own?.gate ?? 'none')}`)}
        </dd>
      </dl>
      {typeof own?.problem === 'string' && <p className="problem">{own.problem}</p>}
      {canRollBack && (
        <button type="button" disabled={busy} onClick={() => setAsking(true)}>
          {t('learn.rollBack')}
        </button>
      )}
      {asking && (
        <Panel title={t('learn.rollBack')} onClose={() => setAsking(false)}>
          <NameForm
            name={doctor}
            action={t('learn.rollBack')}
            danger
            busy={busy}
            onCancel={() => setAsking(false)}
            onName={(by) => {
              remember(by);
              setAsking(false);
              void desk.rollBack(by);
            }}
          >
            <p>{t('learn.rollBackTo', { from: name, to: before })}</p>
            <p className="quiet">{t('learn.rollBackHint')}</p>
          </NameForm>
        </Panel>
      )}
    </section>
  );
}
