import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ms } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { foldExam } from './fold/exam.js';
import { openJournal } from './journal/open.js';
import { readJournal } from './journal/read.js';
import { verifyJournal } from './journal/verify.js';
import { ExamSession } from './session/session.js';
import { PERFORMANCE, STARTED } from './session/testing.js';

/** Ten kills in the everyday run; HAUSTRA_KILLS=50 for the full one. */
const KILLS = Number(process.env.HAUSTRA_KILLS ?? 10);
const child = fileURLToPath(new URL('../test/crash-child.mjs', import.meta.url));
const built = existsSync(new URL('../dist/index.js', import.meta.url));

/** One life: runs until it is killed `afterMs` after its first flushed entry. Gives what it said was on the disk. */
async function life(folder: string, afterMs: number): Promise<string[]> {
  const station = spawn(process.execPath, [child, folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let errors = '';
  station.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  station.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const gone = once(station, 'close');
  await Promise.race([once(station.stdout, 'data'), gone]);
  await wait(afterMs);
  station.kill('SIGKILL');
  const [, signal] = await gone;
  expect(errors).toBe('');
  expect(signal).toBe('SIGKILL');
  // A line cut off by the kill says nothing.
  return said
    .slice(0, said.lastIndexOf('\n') + 1)
    .trimEnd()
    .split('\n');
}

describe.skipIf(!built)(
  `killed (kill -9) ${KILLS} times${built ? '' : ' — skipped: build the package first'}`,
  () => {
    it('keeps every flushed event, the chain holds, and the examination goes on', {
      timeout: 60_000 + KILLS * 20_000,
    }, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'haustra-crash-'));
      const file = join(folder, 'journal.jsonl');
      try {
        const flushed = new Map<number, string>();
        for (let kill = 0; kill < KILLS; kill++) {
          for (const line of await life(folder, Math.random() * 150)) {
            const [seq, hash] = line.split(' ');
            if (seq && hash) flushed.set(Number(seq), hash);
          }
          const entries = await readJournal(file);
          for (const [seq, hash] of flushed) expect(entries[seq]?.hash).toBe(hash);
        }
        expect(flushed.size).toBeGreaterThan(KILLS * 2);

        const journal = await openJournal(folder);
        const { model, manifest } = STARTED;
        const session = ExamSession.resume({ journal, model, manifest, resumedAt: new Date().toISOString() });
        await session.end({
          reason: 'doctor',
          framesIn: 1,
          framesAnalysed: 1,
          dropped: 0,
          atMs: ms(session.nowMs),
        });
        const verified = await verifyJournal(file);
        expect(verified).toMatchObject({ ok: true, entries: session.entries.length });
        const resumed = session.entries.filter(({ event }) => event.type === 'resumed');
        expect(resumed).toHaveLength(KILLS);
        const seen = session.entries.flatMap(({ event }) =>
          event.type === 'lesion-seen' ? [event.lesionId] : [],
        );
        expect(seen).toEqual(seen.map((_, i) => i + 1));
        expect(foldExam(session.entries, PERFORMANCE).lesions).toHaveLength(seen.length);
        const torn = await readFile(join(folder, 'journal.torn')).catch(() => Buffer.alloc(0));
        console.log(
          `${KILLS} kills: ${flushed.size} flushed events all present, ${verified.entries} in the chain, ` +
            `${resumed.length} resumes, ${torn.length} torn bytes set aside`,
        );
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  },
);
