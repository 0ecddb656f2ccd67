import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { ARCHIVE, type StartForm } from './start-form.js';

interface SourcesProps {
  readonly form: StartForm;
  readonly roots: readonly string[];
  readonly bad: boolean;
  readonly onChange: (change: Partial<StartForm>) => void;
}

/** Where the frames come from: the station's own examinations, its allowed folders, and paths within them. */
export function Sources({ form, roots, bad, onChange }: SourcesProps) {
  const { t } = useTranslation();
  const id = useId();
  const tick = (source: string, on: boolean) =>
    onChange({ ticked: on ? [...form.ticked, source] : form.ticked.filter((other) => other !== source) });
  return (
    <fieldset className={bad ? 'bad' : ''}>
      <legend>{t('learn.start.sources')}</legend>
      {[ARCHIVE, ...roots].map((source) => (
        <label key={source} className="tick">
          <input
            type="checkbox"
            checked={form.ticked.includes(source)}
            onChange={({ target }) => tick(source, target.checked)}
          />
          <span>{source === ARCHIVE ? t('learn.start.archive') : <code>{source}</code>}</span>
        </label>
      ))}
      <div className="field">
        <label htmlFor={id}>{t('learn.start.others')}</label>
        <textarea
          id={id}
          rows={2}
          spellCheck={false}
          value={form.others}
          onChange={({ target }) => onChange({ others: target.value })}
        />
        <small>{t(bad ? 'learn.start.noSource' : 'learn.start.othersHint')}</small>
      </div>
    </fieldset>
  );
}
