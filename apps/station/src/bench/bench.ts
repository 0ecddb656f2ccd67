import { HaustraError } from '@haustra/domain';
import { EXIT, type ExitCode } from '../cli/exit.js';
import { consoleBench } from './console.js';
import { inferenceBench } from './inference.js';
import { liveBench } from './live.js';
import { machineText, thisMachine } from './machine.js';
import { pythonBench } from './python.js';
import { throughputBench } from './throughput.js';
import type { Bench, Measured } from './work.js';

const MEASUREMENTS = {
  inference: inferenceBench,
  throughput: throughputBench,
  live: liveBench,
  console: consoleBench,
  python: pythonBench,
} as const satisfies Record<string, (bench: Bench) => Promise<Measured>>;
type Name = keyof typeof MEASUREMENTS;

const isName = (word: string): word is Name => Object.hasOwn(MEASUREMENTS, word);

/**
 * Measures and prints tables with the machine that they were measured on; never judges.
 * @param name what to measure; empty for the two short measurements
 * @throws HaustraError `usage` for an unknown name, `cancelled` after Ctrl-C, else what the measurement throws
 */
export async function bench(work: Bench, name: string): Promise<ExitCode> {
  const { run, m } = work;
  if (name !== '' && !isName(name)) {
    throw new HaustraError({ code: 'usage', message: m.unknown(name), hint: m.unknownHint });
  }
  const machine = thisMachine();
  const names: readonly Name[] = name === '' ? ['inference', 'throughput'] : [name];
  const values: Record<string, unknown> = { machine };
  run.say(`${machineText(machine, m)}\n`);
  for (const one of names) {
    const measured = await measure(work, one);
    values[one] = measured.value;
    run.say(`${measured.text}\n`);
  }
  if (run.json) run.answer(values, '');
  else if (name === '') run.say(m.more);
  return EXIT.done;
}

async function measure(work: Bench, name: Name): Promise<Measured> {
  const { run, m } = work;
  try {
    return await MEASUREMENTS[name](work);
  } catch (thrown) {
    if (!run.signal.aborted) throw thrown;
    throw new HaustraError({ code: 'cancelled', message: m.cancelled, hint: m.cancelledHint, cause: thrown });
  }
}
