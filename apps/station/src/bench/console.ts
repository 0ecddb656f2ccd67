import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { REPOSITORY } from './repository.js';
import type { Bench, Measured } from './work.js';

/**
 * Runs the measurement of the console in a real browser, a script of its own beside the other measurements; it prints
 * its own table.
 * @throws HaustraError where the script is not there or fails
 */
export async function consoleBench({ run, m }: Bench): Promise<Measured> {
  const script = join(REPOSITORY, 'bench/console-live.mjs');
  if (!existsSync(script)) {
    throw new HaustraError({ code: 'not-found', message: m.console.missing, hint: m.console.missingHint });
  }
  const options = run.json ? ['--json'] : [];
  const child = spawn(process.execPath, [script, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
    signal: run.signal,
    killSignal: 'SIGINT',
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  const [code]: unknown[] = await once(child, 'close');
  if (code !== 0) {
    const message = m.console.failed(typeof code === 'number' ? code : 1);
    throw new HaustraError({ code: 'analysis-failed', message, hint: m.console.failedHint });
  }
  const text = Buffer.concat(output).toString('utf8').trimEnd();
  return { value: { console: run.json ? parsed(text) : text }, text };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
