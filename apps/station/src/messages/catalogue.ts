/** The shape of a catalogue: same keys, same parameters, any words. A missing key does not compile. */
export type Translated<T> = {
  readonly [Key in keyof T]: T[Key] extends (...args: infer Args) => string
    ? (...args: Args) => string
    : T[Key] extends string | null
      ? string | null extends T[Key]
        ? string | null
        : string
      : Translated<T[Key]>;
};
