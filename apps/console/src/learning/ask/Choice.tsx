interface ChoiceProps<T extends string | boolean> {
  readonly title: string;
  /** The key that does the same. */
  readonly hint: string;
  readonly values: readonly T[];
  readonly chosen: T | null;
  readonly disabled?: boolean;
  readonly words: (value: T) => string;
  readonly onChoose: (value: T | null) => void;
}

/** One of a few values; choosing the chosen one again takes it back to "not said". */
export function Choice<T extends string | boolean>(props: ChoiceProps<T>) {
  const { title, hint, values, chosen, disabled = false, words, onChoose } = props;
  return (
    <fieldset className="choice" disabled={disabled}>
      <legend>
        {title} <kbd>{hint}</kbd>
      </legend>
      {values.map((value) => (
        <button
          key={`${value}`}
          type="button"
          aria-pressed={chosen === value}
          onClick={() => onChoose(chosen === value ? null : value)}
        >
          {words(value)}
        </button>
      ))}
    </fieldset>
  );
}
