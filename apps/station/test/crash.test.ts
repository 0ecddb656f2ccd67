import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { JournalEntry } from '@haustra/domain';
import { readJournal, verifyJournal } from '@haustra/exam';
import { afterAll, describe, expect, it } from 'vitest';
import { LiveClient } from './live-client.js';
import { hasModel, NO_MODEL } from './model.js';
import { StationProcess } from './station-process.js';
import { removeTemps, temp } from './temp.js';

/** 50 for the full run. */
const KILLS = Number(process.env.HAUSTRA_KILLS ?? 5);

afterAll(removeTemps);

describe.skipIf(!hasModel)(`kill -9 of the station${NO_MODEL}`, () => {
  it(
    `${KILLS} times at random moments: nothing told is lost, the examination goes on`,
    async () => {
      const dataDir = await temp();
      const told = new Map<number, JournalEntry>();
      let examId: string | null = null;
      const begin = async () => {
        const station = await StationProcess.start(dataDir, ['--provider', 'cpu']);
        const client = await LiveClient.connect(station.url);
        const hello = await client.hear('hello');
        if (examId !== null) expect(hello.openExams.map(({ id }) => id)).toEqual([examId]);
        client.say({ type: 'start', source: 'phantom', ...(examId === null ? {} : { resume: examId }) });
        const started = await client.hear('started');
        expect(started.resumed).toBe(examId !== null);
        if (examId !== null) expect(started.examId).toBe(examId);
        examId = started.examId;
        return { station, client };
      };
      const remember = (client: LiveClient) => {
        for (const message of client.heard) {
          if (message.type === 'event') told.set(message.entry.seq, message.entry);
        }
      };
      for (let kill = 0; kill < KILLS; kill++) {
        const { station, client } = await begin();
        const stop = client.stream(40);
        client.say({ type: 'pause-clock', paused: kill % 2 === 0 });
        await client.hear('result');
        await wait(Math.random() * 1_500);
        await station.kill();
        stop();
        await client.closed;
        remember(client);
      }
      const { station, client } = await begin();
      client.frame(1);
      await client.hear('result');
      client.say({ type: 'end' });
      await client.hear('ended');
      remember(client);
      await station.stop();

      const file = join(dataDir, 'exams', examId ?? '', 'journal.jsonl');
      const entries = await readJournal(file);
      for (const [seq, entry] of told) expect(entries[seq]).toEqual(entry);
      expect(await verifyJournal(file)).toMatchObject({
        ok: true,
        signature: 'valid',
        entries: entries.length,
      });
      expect(entries.filter(({ event }) => event.type === 'resumed')).toHaveLength(KILLS);
      expect(entries.at(-1)?.event.type).toBe('ended');
      console.log(`${KILLS} kills: ${told.size} entries told, ${entries.length} in the journal, chain whole`);
    },
    60_000 + KILLS * 30_000,
  );
});
