/** What went wrong, in words a program can switch on. */
export type ErrorCode =
  | 'usage'
  | 'not-found'
  | 'unreadable'
  | 'unwritable'
  | 'unsupported'
  | 'no-picture'
  | 'missing-tool'
  | 'model-invalid'
  | 'analysis-failed'
  | 'journal-broken'
  | 'busy'
  | 'refused'
  | 'cancelled'
  | 'internal';

export interface ErrorDetails {
  readonly code: ErrorCode;
  /** What happened, one plain sentence without a full stop. */
  readonly message: string;
  /** Where: a file, a device, a frame. */
  readonly where?: string;
  /** What the person can do about it. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** The one error type of the house: what happened, where, and what to do; the cause is kept for the log. */
export class HaustraError extends Error {
  override readonly name = 'HaustraError';
  readonly code: ErrorCode;
  readonly where: string | undefined;
  readonly hint: string | undefined;

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.where = details.where;
    this.hint = details.hint;
  }

  /** The error as one line for a person. */
  get sentence(): string {
    const where = this.where === undefined ? '' : `${this.where}: `;
    const hint = this.hint === undefined ? '' : ` ${this.hint}`;
    return `${where}${this.message}.${hint}`;
  }
}

/** Any thrown value as a `HaustraError`; one that already is passes through. */
export function asHaustraError(thrown: unknown, fallback: Omit<ErrorDetails, 'cause'>): HaustraError {
  return thrown instanceof HaustraError ? thrown : new HaustraError({ ...fallback, cause: thrown });
}
