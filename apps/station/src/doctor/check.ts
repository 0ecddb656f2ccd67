/** What one check of this machine found. */
export interface Check {
  readonly name: CheckName;
  /** `warn`: something optional does not work; `fail`: something needed does not. */
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  /** How to mend it; null where all is well. */
  readonly mend: string | null;
}

export type CheckName =
  | 'node'
  | 'ffmpeg'
  | 'ffprobe'
  | 'model'
  | 'provider'
  | 'data'
  | 'console'
  | 'phantom'
  | 'port'
  | 'font';

export const ok = (name: CheckName, detail: string): Check => ({ name, status: 'ok', detail, mend: null });
export const warn = (name: CheckName, detail: string, mend: string): Check => ({
  name,
  status: 'warn',
  detail,
  mend,
});
export const fail = (name: CheckName, detail: string, mend: string): Check => ({
  name,
  status: 'fail',
  detail,
  mend,
});
