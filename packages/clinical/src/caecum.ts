import type { CaecumWord, Phase } from '@haustra/domain';

/**
 * Who holds the caecum to be reached: what the machine saw, what the doctor said, side by side. `Mark` is what is
 * remembered of that moment (a score, a time, a reading of the clock).
 */
export interface Caecum<Mark> {
  readonly machine: Mark | null;
  readonly doctor: Mark | null;
  /** What the doctor's word is now; null where the doctor said nothing, or took it back. */
  readonly word: Exclude<CaecumWord, 'taken-back'> | null;
  /** When withdrawal began although no caecum held: the scope was drawn back. That is no caecum, and claims none. */
  readonly turned: Mark | null;
}

export const caecumUnknown = <Mark>(): Caecum<Mark> => ({
  machine: null,
  doctor: null,
  word: null,
  turned: null,
});

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
 * mark; confirmed after the scope was drawn back, it was reached when that began; otherwise it is reached now. What is
 * refused is refused as the end of the way in as well.
 */
export function caecumSaid<Mark>(caecum: Caecum<Mark>, word: CaecumWord, now: Mark): Caecum<Mark> {
  if (word === 'confirmed') return { ...caecum, word, doctor: caecumHeld(caecum) ?? caecum.turned ?? now };
  if (word === 'refused') return { ...caecum, doctor: null, word, turned: null };
  return { ...caecum, doctor: null, word: null };
}

/** The phase changes: withdrawal without a caecum began by drawing back; insertion says that the way in goes on. */
export function caecumPhase<Mark>(caecum: Caecum<Mark>, to: Phase, now: Mark): Caecum<Mark> {
  if (to === 'insertion') return caecum.turned === null ? caecum : { ...caecum, turned: null };
  if (to !== 'withdrawal' || caecum.turned !== null || caecumHeld(caecum) !== null) return caecum;
  return { ...caecum, turned: now };
}

/** The same, with all marks changed. */
export const caecumMap = <Mark>(caecum: Caecum<Mark>, change: (mark: Mark) => Mark): Caecum<Mark> => ({
  ...caecum,
  machine: caecum.machine && change(caecum.machine),
  doctor: caecum.doctor && change(caecum.doctor),
  turned: caecum.turned && change(caecum.turned),
});
