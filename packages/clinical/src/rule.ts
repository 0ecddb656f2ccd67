/**
 * A rule of medicine, or a setting of the engine that stands in for one, as data: what it says, where it comes from,
 * and whether the named source was opened and compared word by word (`verified`).
 */
export interface Rule<Values> {
  readonly id: string;
  /** Whose rule it is; `haustra` for a setting of the engine that no guideline gives. */
  readonly issuer: string;
  readonly statement: string;
  readonly source: string;
  readonly year: number | null;
  readonly verified: boolean;
  readonly values: Values;
}

/** Issuer and source of what no guideline gives. */
export const OWN = {
  issuer: 'haustra',
  source: 'Setting of the engine; no guideline gives one',
  year: 2026,
  verified: false,
} as const;
