import { parentPort, workerData } from 'node:worker_threads';
import { procedure } from '../procedure/index.js';
import type { Kind, ProcedureOptions } from '../procedure/kinds.js';
import { ProcedureFilm, type ProcedureShot } from '../render/procedure-film.js';
import { SCREEN, SMALL_SCREEN } from '../render/screen.js';
import type { Answer } from './pool.js';

/** What a render thread needs to grow its own copy of a procedure's film. */
export interface ProcedureSetup {
  readonly kind: Kind;
  readonly seed: number;
  readonly options: ProcedureOptions;
  readonly fieldSide: number;
  readonly fps: number;
  readonly small: boolean;
}

/** A finished frame of a procedure. */
export interface ProcedureAnswer extends Answer, ProcedureShot {}

/** The film that a setup describes. */
export function filmOf({ kind, seed, options, fieldSide, fps, small }: ProcedureSetup): ProcedureFilm {
  return new ProcedureFilm(procedure(seed, kind, options), {
    fieldSide,
    fps,
    screen: small ? SMALL_SCREEN : SCREEN,
  });
}

if (parentPort !== null) {
  const port = parentPort;
  const film = filmOf(workerData as ProcedureSetup);
  port.on('message', (index: number) => {
    const answer: ProcedureAnswer = { index, ...film.frame(index) };
    port.postMessage(answer, [answer.rgb.buffer as ArrayBuffer]);
  });
}
