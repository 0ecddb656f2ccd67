import { HaustraError } from '@haustra/domain';

type Why = 'taken' | 'forbidden' | 'unknown-host' | 'other';

const reasons: Readonly<Record<string, Why>> = {
  EADDRINUSE: 'taken',
  EACCES: 'forbidden',
  EADDRNOTAVAIL: 'unknown-host',
  ENOTFOUND: 'unknown-host',
};

/** Why listening failed, as data; the command puts it into words. */
export class ListenError extends HaustraError {
  constructor(
    readonly why: Why,
    readonly host: string,
    readonly port: number,
    cause: unknown,
  ) {
    super({
      code: why === 'taken' ? 'busy' : 'usage',
      message: `cannot listen on ${host}:${port}`,
      hint: 'Choose another --port or --host.',
      cause,
    });
  }
}

/** What `listen` threw, with the reason known by name. */
export function listenError(thrown: unknown, host: string, port: number): HaustraError {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : '';
  return new ListenError(reasons[String(code)] ?? 'other', host, port, thrown);
}
