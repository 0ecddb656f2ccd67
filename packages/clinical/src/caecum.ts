import type { CaecumWord } from '@haustra/domain';

/**
 * Who holds the caecum to be reached: what the machine saw, what the doctor said, side by side. `Mark` is what is
 * remembered of that moment (a score, a time, a reading of the clock).
 */
export interface Caecum<Mark> {
  readonly machine: Mark | null;
  readonly doctor: Mark | null;
  /** What the doctor's word is now; null where the doctor said nothing, or took it back. */
  readonly word: Exclude<CaecumWord, 'taken-back'> | null;
}

export const caecumUnknown = <Mark>(): Caecum<Mark> => ({ machine: null, doctor: null, word: null });

/** The mark of the caecum as it holds: the doctor's word wins over the machine. Null while it is not reached. */
export function caecumHeld<Mark>({ machine, doctor, word }: Caecum<Mark>): Mark | null {
  if (word === null) return machine;
  return word === 'confirmed' ? doctor : null;
}

/** The machine saw it; what it saw first stands. */
export const caecumSeen = <Mark>(caecum: Caecum<Mark>, now: Mark): Caecum<Mark> => ({
  ...caecum,
  machine: caecum.machine ?? now,
});

/**
 * The doctor confirms, refuses, or takes back what was said. Confirming what holds already agrees with it and leaves its
 * mark; otherwise the caecum is reached now.
 */
export function caecumSaid<Mark>(caecum: Caecum<Mark>, word: CaecumWord, now: Mark): Caecum<Mark> {
  if (word === 'confirmed') return { ...caecum, word, doctor: caecumHeld(caecum) ?? now };
  return { ...caecum, doctor: null, word: word === 'refused' ? word : null };
}

/** The same, with both marks changed. */
export const caecumMap = <Mark>(caecum: Caecum<Mark>, change: (mark: Mark) => Mark): Caecum<Mark> => ({
  ...caecum,
  machine: caecum.machine && change(caecum.machine),
  doctor: caecum.doctor && change(caecum.doctor),
});
