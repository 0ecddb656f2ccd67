import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Exam, ExamSchema, HaustraError } from '@haustra/domain';
import { cpuSecondsOfEndedChildren } from './processes.js';
import type { Bench } from './work.js';

const execute = promisify(execFile);
const HAUSTRA = fileURLToPath(new URL('../../bin/haustra.js', import.meta.url));

/** What one run of `haustra analyze` took. */
export interface AnalyzeRun {
  /** As the command itself measured it. */
  readonly performance: Exam['performance'];
  /** The whole command, from its start to its end. */
  readonly seconds: number;
  /** Processor time of the command and all its helpers; null where it cannot be read. */
  readonly cpuSeconds: number | null;
}

/**
 * Runs the command as a user would, in a process of its own, and throws its output away.
 * @throws HaustraError where it failed
 */
export async function analyzeRun(
  { run, m, model }: Bench,
  recording: string,
  folder: string,
  overlay: boolean,
): Promise<AnalyzeRun> {
  const out = join(folder, 'exam');
  const options = [...(overlay ? [] : ['--no-overlay']), ...(model === undefined ? [] : ['--model', model])];
  const cpuBefore = cpuSecondsOfEndedChildren();
  const begun = performance.now();
  try {
    await execute(process.execPath, [HAUSTRA, 'analyze', recording, '--out', out, '--json', ...options], {
      signal: run.signal,
      // A station's home of its own: the bench leaves no key behind in the user's.
      env: { ...process.env, HAUSTRA_HOME: join(folder, 'home') },
      killSignal: 'SIGINT',
      maxBuffer: 1 << 26,
    });
  } catch (cause) {
    run.signal.throwIfAborted();
    throw new HaustraError({
      code: 'analysis-failed',
      message: m.analyzeFailed,
      hint: m.analyzeFailedHint,
      cause,
    });
  }
  const seconds = (performance.now() - begun) / 1000;
  const cpuAfter = cpuSecondsOfEndedChildren();
  const exam = ExamSchema.parse(JSON.parse(await readFile(join(out, 'exam.json'), 'utf8')));
  await rm(out, { recursive: true });
  return {
    performance: exam.performance,
    seconds,
    cpuSeconds: cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore,
  };
}
