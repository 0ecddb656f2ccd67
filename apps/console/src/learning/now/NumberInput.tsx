import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { LIMITS, type NumberField } from './start-form.js';

interface NumberInputProps {
  readonly field: NumberField;
  readonly value: string;
  readonly bad: boolean;
  readonly onChange: (value: string) => void;
}

/** A number with what it means and, where it cannot be taken, between which limits it must lie. */
export function NumberInput({ field, value, bad, onChange }: NumberInputProps) {
  const { t } = useTranslation();
  const id = useId();
  const { min, max, whole } = LIMITS[field];
  return (
    <div className={bad ? 'field bad' : 'field'}>
      <label htmlFor={id}>{t(`learn.start.${field}`)}</label>
      <input
        id={id}
        inputMode={whole ? 'numeric' : 'decimal'}
        value={value}
        aria-invalid={bad}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => onChange(target.value)}
      />
      <small id={`${id}-hint`}>
        {bad
          ? t(whole ? 'learn.start.badWhole' : 'learn.start.badNumber', { min, max })
          : t(`learn.start.${field}Hint`)}
      </small>
    </div>
  );
}
