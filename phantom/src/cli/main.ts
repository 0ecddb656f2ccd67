#!/usr/bin/env node
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { asHaustraError, HaustraError } from '@haustra/domain';
import { FIELD_SIDE } from '../render/film.js';
import { WITHDRAWAL } from '../scene/withdrawal.js';
import { type RenderOrder, renderClip } from './render-clip.js';

const HELP = `Usage: haustra-phantom render --out FILE.mp4 [options]

Renders the phantom: a made-up colon with known ground truth. Writes the clip (H.264) and, beside it, its truth
(FILE.truth.json). The same seed gives the same pictures.

  --out FILE.mp4    where to write the clip
  --seed N          which colon (default 1)
  --seconds N       only the first N seconds (default: the whole scenario)
  --scenario NAME   default ${WITHDRAWAL.name}
  --threads N       render threads (default: one for each core)
  --field N         pixels a side at which the field is rendered, 64 to 480 (default ${FIELD_SIDE})
  --crf N           x264 quality, lower is better and larger (default 23)
  --json            print the result as JSON

Examples:
  haustra-phantom render --out phantom.mp4
  haustra-phantom render --seed 7 --seconds 10 --out /tmp/seven.mp4
`;

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help || positionals.length === 0) {
    process.stdout.write(HELP);
    return;
  }
  if (positionals.length !== 1 || positionals[0] !== 'render')
    throw usage(`unknown command "${positionals.join(' ')}"`);
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
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      stop.abort(new HaustraError({ code: 'cancelled', message: 'stopped; nothing was written' }));
    });
  }
  const started = performance.now();
  const result = await renderClip(order, stop.signal, (done, of) => {
    if (!process.stderr.isTTY) return;
    const left = (((performance.now() - started) / done) * (of - done)) / 1000;
    process.stderr.write(`\r${done}/${of} frames, ${Math.ceil(left)} s left   ${done === of ? '\n' : ''}`);
  });
  process.stdout.write(
    values.json
      ? `${JSON.stringify(result)}\n`
      : `Wrote ${result.clip} and ${result.truth}: ${result.frames} frames.\n`,
  );
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        seed: { type: 'string' },
        seconds: { type: 'string' },
        scenario: { type: 'string' },
        threads: { type: 'string' },
        field: { type: 'string' },
        crf: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw usage(cause instanceof Error ? cause.message : 'unreadable arguments');
  }
}

function whole(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < low || value > high) {
    throw usage(`--${name} needs a whole number from ${low} to ${high}, not "${text}"`);
  }
  return value;
}

function usage(message: string): HaustraError {
  return new HaustraError({ code: 'usage', message, hint: 'See haustra-phantom --help.' });
}

main().catch((thrown: unknown) => {
  const error = asHaustraError(thrown, {
    code: 'internal',
    message: thrown instanceof Error ? thrown.message : 'the phantom could not be rendered',
  });
  process.stderr.write(`${error.sentence}\n`);
  process.exitCode = error.code === 'usage' ? 2 : 1;
});
