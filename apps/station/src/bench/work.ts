import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from '../cli/run.js';
import type { BenchMessages } from './messages/index.js';

/** What every measurement is given. */
export interface Bench {
  readonly run: Run;
  readonly m: BenchMessages;
  readonly model: string | undefined;
  /** Length of the recording, and time for inference. */
  readonly seconds: number;
  readonly minutes: number;
  readonly rounds: number;
  /** A recording of the user's own; null to make one. */
  readonly recording: string | null;
}

/** What a measurement gives back: numbers for machines, and the same as tables for people. */
export interface Measured {
  readonly value: unknown;
  readonly text: string;
}

/** Runs the work with a folder of its own under the temporary folder, which is gone afterwards whatever happens. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'haustra-bench-'));
  try {
    return await work(folder);
  } finally {
    // A helper that was stopped may still close a file in it.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
