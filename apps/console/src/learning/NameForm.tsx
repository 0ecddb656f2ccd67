import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface NameFormProps {
  readonly name: string | null;
  /** What the button says. */
  readonly action: string;
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly onName: (name: string) => void;
  readonly onCancel?: () => void;
  readonly children?: ReactNode;
}

/** Asks who answers for a step, filled with the name remembered; the step is done when the name is given. */
export function NameForm({
  name,
  action,
  danger = false,
  busy = false,
  onName,
  onCancel,
  children,
}: NameFormProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(name ?? '');
  const id = useId();
  const clean = text.trim();
  return (
    <form
      className="name-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (clean !== '' && !busy) onName(clean);
      }}
    >
      {children}
      <label htmlFor={id}>{t('learn.name')}</label>
      <input
        id={id}
        value={text}
        maxLength={80}
        autoComplete="name"
        // biome-ignore lint/a11y/noAutofocus: the dialog opened for this field
        autoFocus={clean === ''}
        onChange={({ target }) => setText(target.value)}
      />
      <p className="quiet">{t('learn.nameHint')}</p>
      <div className="choices row">
        {onCancel && (
          <button type="button" onClick={onCancel}>
            {t('learn.cancel')}
          </button>
        )}
        <button type="submit" className={danger ? 'end' : 'main'} disabled={clean === '' || busy}>
          {action}
        </button>
      </div>
    </form>
  );
}
