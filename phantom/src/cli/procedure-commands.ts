import { availableParallelism } from 'node:os';
import { COLON_MM } from '../procedure/kinds.js';
import { kinds, number, seedList, usage, type Values, whole } from './arguments.js';
import { type ProcedureOrder, renderProcedure } from './render-procedure.js';
import { renderSet } from './render-set.js';

/** What one of the commands prints when it is done: a sentence for people, an object for machines. */
export interface Report {
  readonly sentence: string;
  readonly result: object;
}

/** Prints how far a command has come, in one line with the time that is left. */
export type Progress = (done: number, of: number, more?: string) => void;

/** `haustra-phantom procedure`: one procedure. */
export async function procedureCommand(
  values: Values,
  signal: AbortSignal,
  progress: Progress,
): Promise<Report> {
  if (!values.out?.endsWith('.mp4')) throw usage('--out needs a file name that ends in .mp4');
  const [kind, more] = kinds(values.kind ?? 'normal');
  if (kind === undefined || more !== undefined) throw usage('--kind needs one kind');
  const order: ProcedureOrder = {
    ...common(values),
    kind,
    seed: whole('seed', values.seed ?? '1', 0, 0xffffffff),
    out: values.out,
  };
  const result = await renderProcedure(order, signal, progress);
  return { sentence: `Wrote ${result.clip} and ${result.truth}: ${result.frames} frames.`, result };
}

/** `haustra-phantom set`: many procedures into a folder. */
export async function setCommand(values: Values, signal: AbortSignal, progress: Progress): Promise<Report> {
  if (!values.out) throw usage('--out needs a folder');
  if (!values.seeds) throw usage('--seeds is needed, for example --seeds 101-124');
  const seeds = seedList(values.seeds);
  const all = values.kind === undefined ? undefined : kinds(values.kind);
  const result = await renderSet(
    { ...common(values), seeds, dir: values.out, ...(all ? { kinds: all } : {}) },
    signal,
    ({ frames, ofFrames, finished, of }) => progress(frames, ofFrames, `${finished}/${of} procedures`),
  );
  const kept = result.kept.length > 0 ? `, ${result.kept.length} were there already` : '';
  return { sentence: `${result.dir}: ${result.rendered.length} procedures rendered${kept}.`, result };
}

function common(values: Values): Omit<ProcedureOrder, 'kind' | 'seed' | 'out'> {
  const length = values.length;
  const pace = values.pace;
  return {
    options: {
      ...(length === undefined ? {} : { lengthMm: whole('length', length, COLON_MM.least, COLON_MM.most) }),
      ...(pace === undefined ? {} : { pace: number('pace', pace, 0.5, 6) }),
    },
    fieldSide: whole('field', values.field ?? '192', 48, 480),
    fps: whole('fps', values.fps ?? '10', 1, 30),
    small: !values.large,
    threads: whole('threads', values.threads ?? String(availableParallelism()), 1, 256),
    crf: whole('crf', values.crf ?? '28', 0, 51),
    ...(values.seconds === undefined ? {} : { seconds: whole('seconds', values.seconds, 1, 3600) }),
  };
}
