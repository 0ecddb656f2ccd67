#!/usr/bin/env node
import { availableParallelism } from 'node:os';
import { asHaustraError, HaustraError } from '@haustra/domain';
import { COLON_MM, KINDS } from '../procedure/kinds.js';
import { FIELD_SIDE } from '../render/film.js';
import { WITHDRAWAL } from '../scene/withdrawal.js';
import { readArguments, usage, type Values, whole } from './arguments.js';
import { type Progress, procedureCommand, type Report, setCommand } from './procedure-commands.js';
import { type RenderOrder, renderClip } from './render-clip.js';

const HELP = `Usage: haustra-phantom render --out FILE.mp4 [options]
       haustra-phantom procedure --kind KIND --seed N --out FILE.mp4 [options]
       haustra-phantom set --seeds 101-124 --out FOLDER [options]

Renders the phantom: a made-up colon with known ground truth. Writes the clip (H.264) and, beside it, its truth
(FILE.truth.json). The same seed gives the same pictures.

  render      the demonstration clip
  procedure   a whole made-up examination: from the room to the caecum and back
  set         one procedure for each seed, of all kinds in turn; what is there whole is not rendered again

  --out PATH        where to write the clip, or the folder of a set
  --seed N          which colon (default 1)
  --seconds N       only the first N seconds (default: all of it)
  --threads N       render threads (default: one for each core)
  --field N         pixels a side at which the field is traced, up to 480 (render: ${FIELD_SIDE}, otherwise 192)
  --crf N           x264 quality, lower is better and larger (render: 23, otherwise 28)
  --json            print the result as JSON

render:
  --scenario NAME   default ${WITHDRAWAL.name}

procedure and set:
  --kind KIND       ${KINDS.join(', ')};
                    for a set several, separated by commas (default: all in turn)
  --seeds LIST      for a set: numbers and ranges, such as 101-124 or 1-4,9
  --fps N           frames a second, 1 to 30 (default 10)
  --length MM       length of the colon, ${COLON_MM.least} to ${COLON_MM.most} (default ${COLON_MM.usual}; a real one is about 1500)
  --pace X          how much longer than usual everything takes that may, 0.5 to 6 (default 1: 2 to 4 minutes)
  --large           pictures of 640 x 512 rather than 320 x 256

Examples:
  haustra-phantom render --out phantom.mp4
  haustra-phantom procedure --kind dirty --seed 3 --out dirty.mp4
  haustra-phantom set --seeds 101-124 --out procedures/
`;

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help || positionals.length === 0) {
    process.stdout.write(HELP);
    return;
  }
  const command = positionals.length === 1 ? COMMANDS[positionals[0] ?? ''] : undefined;
  if (command === undefined) throw usage(`unknown command "${positionals.join(' ')}"`);
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      stop.abort(new HaustraError({ code: 'cancelled', message: 'stopped; nothing is left half written' }));
    });
  }
  const started = performance.now();
  const { sentence, result } = await command(values, stop.signal, (done, of, more) => {
    if (!process.stderr.isTTY) return;
    const left = (((performance.now() - started) / done) * (of - done)) / 1000;
    const rest = more === undefined ? '' : `, ${more}`;
    const end = done === of ? '\n' : '';
    process.stderr.write(`\r${done}/${of} frames${rest}, ${Math.ceil(left)} s left   ${end}`);
  });
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${sentence}\n`);
}

type Command = (values: Values, signal: AbortSignal, progress: Progress) => Promise<Report>;

const COMMANDS: Readonly<Record<string, Command>> = {
  render: renderCommand,
  procedure: procedureCommand,
  set: setCommand,
};

async function renderCommand(values: Values, signal: AbortSignal, progress: Progress): Promise<Report> {
  if (!values.out?.endsWith('.mp4')) throw usage('--out needs a file name that ends in .mp4');
  const order: RenderOrder = {
    out: values.out,
    scenario: values.scenario ?? WITHDRAWAL.name,
    seed: whole('seed', values.seed ?? '1', 0, 0xffffffff),
    threads: whole('threads', values.threads ?? String(availableParallelism()), 1, 256),
    fieldSide: whole('field', values.field ?? String(FIELD_SIDE), 64, 480),
    crf: whole('crf', values.crf ?? '23', 0, 51),
    ...(values.seconds === undefined ? {} : { seconds: whole('seconds', values.seconds, 1, 3600) }),
  };
  const result = await renderClip(order, signal, progress);
  return { sentence: `Wrote ${result.clip} and ${result.truth}: ${result.frames} frames.`, result };
}

main().catch((thrown: unknown) => {
  const error = asHaustraError(thrown, {
    code: 'internal',
    message: thrown instanceof Error ? thrown.message : 'the phantom could not be rendered',
  });
  process.stderr.write(`${error.sentence}\n`);
  process.exitCode = error.code === 'usage' ? 2 : 1;
});
