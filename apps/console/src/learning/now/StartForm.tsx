import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Defaults } from '../api/answers.js';
import { useDesk, useLearning } from '../context.js';
import { restOf } from '../format.js';
import { NumberInput } from './NumberInput.js';
import { Sources } from './Sources.js';
import {
  type StartForm as Form,
  type FormProblem,
  formOf,
  NUMBER_FIELDS,
  readForm,
  roughMinutes,
} from './start-form.js';

/** Asks what the next round shall do; everything is filled in already. */
export function StartForm({ onClose }: { onClose: () => void }) {
  const defaults = useLearning((state) => state.defaults);
  return defaults === null ? null : <FilledForm defaults={defaults} onClose={onClose} />;
}

function FilledForm({ defaults, onClose }: { defaults: Defaults; onClose: () => void }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const rounds = useLearning((state) => state.rounds);
  const starting = useLearning((state) => state.doing === 'start');
  const [form, setForm] = useState(() => formOf(defaults));
  const [tried, setTried] = useState(false);
  // Counts tries that were turned down: each leads to the first field that is at fault.
  const [brought, setBrought] = useState(0);
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (brought > 0)
      element.current?.querySelector<HTMLElement>('.bad :is(input[aria-invalid], textarea)')?.focus();
  }, [brought]);
  const set = (change: Partial<Form>) => setForm((known) => ({ ...known, ...change }));
  const { settings, problems } = useMemo(() => readForm(form, defaults), [form, defaults]);
  const problem = (field: FormProblem) => tried && (problems as readonly FormProblem[]).includes(field);
  const submit = async () => {
    setTried(true);
    if (settings === null) setBrought((n) => n + 1);
    if (settings !== null && !starting && (await desk.start(settings)) !== null) onClose();
  };
  return (
    <form
      ref={element}
      className="card start-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>{t('learn.start.title')}</h2>
      <Sources form={form} roots={defaults.sources} bad={problem('sources')} onChange={set} />
      <div className="numbers">
        {NUMBER_FIELDS.map((field) => (
          <NumberInput
            key={field}
            field={field}
            value={form[field]}
            bad={problem(field)}
            onChange={(value) => set({ [field]: value })}
          />
        ))}
      </div>
      <LabelledField form={form} defaults={defaults} onChange={set} />
      <fieldset>
        <legend>{t('learn.start.after')}</legend>
        {([false, true] as const).map((byItself) => (
          <label key={`${byItself}`} className="tick">
            <input
              type="radio"
              name="auto-promote"
              checked={form.autoPromote === byItself}
              onChange={() => set({ autoPromote: byItself })}
            />
            <span>{t(byItself ? 'learn.start.byItself' : 'learn.start.askMe')}</span>
          </label>
        ))}
      </fieldset>
      <div className="form-end">
        {settings !== null && <RoughTime minutes={roughMinutes(settings, rounds)} />}
        {!defaults.python.ok && <p className="problem">{t('learn.start.noPython')}</p>}
        <div className="choices row">
          <button type="button" onClick={onClose}>
            {t('learn.cancel')}
          </button>
          <button type="submit" className="main" disabled={starting || !defaults.python.ok}>
            {t(starting ? 'learn.start.starting' : 'learn.start.go')}
          </button>
        </div>
      </div>
    </form>
  );
}

interface LabelledProps {
  readonly form: Form;
  readonly defaults: Defaults;
  readonly onChange: (change: Partial<Form>) => void;
}

function LabelledField({ form, defaults, onChange }: LabelledProps) {
  const { t } = useTranslation();
  const id = useId();
  const known = form.labelled.trim() !== '' && form.labelled.trim() === defaults.labelled.path;
  return (
    <div className="field">
      <label htmlFor={id}>{t('learn.start.labelled')}</label>
      <input
        id={id}
        value={form.labelled}
        placeholder={t('learn.start.labelledNone')}
        spellCheck={false}
        onChange={({ target }) => onChange({ labelled: target.value })}
      />
      <small>
        {known ? `${t('learn.needs.labelled', { count: defaults.labelled.pictures })} · ` : ''}
        {t('learn.start.labelledHint')}
      </small>
    </div>
  );
}

function RoughTime({ minutes }: { minutes: number }) {
  const { t } = useTranslation();
  const { unit, count } = restOf(minutes * 60);
  return (
    <p className="rough">
      {t('learn.start.rough', { time: t(`learn.rest.${unit}`, { count }) })}{' '}
      <span className="quiet">{t('learn.start.roughHint')}</span>
    </p>
  );
}
