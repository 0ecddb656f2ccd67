/**
 * `unreachable` the station does not answer (or not in time): the same call may work later · `troubled` something is
 * wrong at the station (5xx), it may work later · `refused` it answered why not · `missing` it has nothing there (404) ·
 * `unfit` its answer is not of the agreed form: page and station differ.
 */
export type FailureKind = 'unreachable' | 'troubled' | 'refused' | 'missing' | 'unfit';

/** A call to the station that did not work; `message` is the station's own sentence where it gave one, `code` its word for what is wrong. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  readonly kind: FailureKind;
  readonly code: string | null;

  constructor(
    kind: FailureKind,
    message: string,
    { cause, code = null }: { cause?: unknown; code?: string | null } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.code = code;
  }
}

/** Any thrown value as a `CallFailure`; one that is none is a fault of the page and counts as `unfit`. */
export const asCallFailure = (thrown: unknown): CallFailure =>
  thrown instanceof CallFailure
    ? thrown
    : new CallFailure('unfit', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
