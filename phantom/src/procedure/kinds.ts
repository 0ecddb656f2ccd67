/** What kinds of procedure there are. */
export const KINDS = [
  'normal',
  'dirty',
  'fast',
  'loops',
  'slip',
  'treatment',
  'early-stop',
  'gastroscopy',
] as const;
export type Kind = (typeof KINDS)[number];

/** Shortest and longest colon that a procedure takes, mm; a real one is about 1,500. */
export const COLON_MM = { least: 700, usual: 900, most: 1200 } as const;

/** What may be chosen of a procedure. */
export interface ProcedureOptions {
  /** Length of the colon, mm (default COLON_MM.usual); a gastroscopy has its own. */
  readonly lengthMm?: number;
  /** How much longer than usual everything takes that may take its time (default 1: two to four minutes in all). */
  readonly pace?: number;
}

/** The kind that a seed plays in a set: all kinds in turn. */
export function kindOfSeed(seed: number, kinds: readonly Kind[] = KINDS): Kind {
  return kinds[seed % kinds.length] ?? 'normal';
}
