import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Round } from '@haustra/domain';
import { ModelRegistry } from '@haustra/learning';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LearningFolder } from '../src/learn/folder.js';
import { FAKE_TRAINING, makeSite, type Site, type SitePicture } from '../src/learn/testing/site.js';
import { haustra } from './station-process.js';

const ROUND = /^round-\d{8}-\d{6}-[0-9a-f]{4}$/;

let site: Site;
let env: Record<string, string>;

beforeEach(async () => {
  const pictures: SitePicture[] = Array.from({ length: 12 }, (_, look) => ({
    look: look + 1,
    lesion: 20 * look,
  }));
  site = await makeSite([...pictures, { look: 1 }, { look: 90, outside: true }]);
  env = {
    HAUSTRA_TRAINING_PYTHON: FAKE_TRAINING,
    HAUSTRA_MODELS: site.models,
    HAUSTRA_DATA: '',
    HAUSTRA_FAKE_STEP_MS: '20',
  };
});
afterEach(async () => {
  await learn('cancel');
  await site.remove();
});

const learn = (command: string, ...args: string[]) =>
  haustra(['learn', command, ...args, '--data', site.data], env);
async function json<T>(command: string, ...args: string[]): Promise<T> {
  const { stdout, stderr } = await learn(command, ...args, '--json');
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as T;
}
const status = (id: string) => json<Round>('status', id);

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await holds()); ) {
    if (Date.now() > end) throw new Error(`not within 30 s: ${what}`);
    await wait(50);
  }
}

const jsonOf = async (path: string) => (existsSync(path) ? JSON.parse(await readFile(path, 'utf8')) : null);
const isAlive = (pid: number) => existsSync(`/proc/${pid}/cmdline`);

/** What a round came to, without what names it. */
async function outcome(id: string): Promise<unknown> {
  const folder = new LearningFolder(site.data).round(id);
  const text = async (path: string) => (await readFile(path, 'utf8')).replaceAll(id, 'round');
  const { counts, stage, state, gatePassed } = await status(id);
  return {
    ...{ counts, stage, state, gatePassed },
    frames: await text(folder.frames),
    kept: await text(folder.kept),
    index: await text(folder.index),
    steps: (await jsonOf(join(folder.run, 'checkpoint.json'))).step,
  };
}

describe('haustra learn', { timeout: 180_000 }, () => {
  it('runs a round from start to gate, and shows it', async () => {
    // Long enough a training to be seen between two looks at the round.
    const slower = { ...env, HAUSTRA_FAKE_STEP_MS: '120' };
    const start = ['learn', 'start', site.recordings, '--no-labelled', '--seed', '3', '--data', site.data];
    const done = await haustra(start, slower);
    // Nothing to be judged on: the candidate is refused, and a script can tell.
    expect(done.code).toBe(1);
    expect(done.stderr).toContain('cannot pass its gate');
    expect(done.stderr).toContain('[2/7] training');
    expect(done.stdout).toMatch(/gate: not passed/);
    const { rounds } = await json<{ rounds: Round[] }>('list');
    expect(rounds).toHaveLength(1);
    const [round] = rounds;
    expect(round).toMatchObject({
      stage: 'decide',
      state: 'done',
      decision: 'refused',
      settings: { seed: 3, labelled: null },
      counts: { looked: 14, kept: 12, dropped: { duplicate: 1, outside: 1 } },
    });
    const chinese = await learn('list', '--lang', 'zh');
    expect(chinese.stdout).toContain('不采用');
    const frames = await learn('frames', '--why', 'outside');
    expect(frames.stdout).toContain('recordings/ward/13.png');
    expect(frames.stdout).toContain('1 of 1 frames');
    const audit = await new ModelRegistry(site.data, { shipped: site.shipped }).audit.verify();
    expect(audit).toMatchObject({ ok: true });
  });

  it('killed while it gathers and while it trains, it comes to the same result, and no process is left over', async () => {
    const whole = await json<Round>('start', site.recordings, '--no-labelled');
    const expected = await outcome(whole.id);
    env = { ...env, HAUSTRA_FAKE_STEP_MS: '150' };
    // Its own twin would be all duplicates, had the first been promoted; it was refused.
    const { id } = await json<Round>('start', site.recordings, '--no-labelled', '--detach');
    expect(id).toMatch(ROUND);
    const folder = new LearningFolder(site.data).round(id);
    const killWorker = async () => {
      const { pid } = await jsonOf(folder.worker);
      process.kill(pid, 'SIGKILL');
      await until('the worker is gone', async () => (await status(id)).state === 'stopped');
    };
    await until(
      'it has looked at some',
      async () => (await status(id)).counts.looked > 0 || existsSync(folder.frames),
    );
    await killWorker();
    expect((await learn('status', id)).stdout).toContain(`haustra learn resume ${id}`);

    await json<Round>('resume', id, '--detach');
    const steps = async () => (await jsonOf(join(folder.run, 'checkpoint.json')))?.step ?? 0;
    await until('it trains', async () => (await steps()) >= 2);
    const child = (await jsonOf(join(folder.path, 'child.json'))).pid;
    await killWorker();
    const resumed = await json<Round>('resume', id);
    expect(resumed).toMatchObject({ state: 'done', decision: 'refused', problem: null });
    expect(await outcome(id)).toEqual(expected);
    expect(isAlive(child)).toBe(false);
    expect(existsSync(join(folder.path, 'child.json'))).toBe(false);
  });

  it('pauses and cancels a round in the background', async () => {
    env = { ...env, HAUSTRA_FAKE_STEP_MS: '1500' };
    const { id } = await json<Round>('start', site.recordings, '--no-labelled', '--detach');
    await until('it trains', async () => (await status(id)).stage === 'train');
    const second = await learn('start', site.recordings, '--no-labelled');
    expect(second).toMatchObject({ code: 1 });
    expect(second.stderr).toContain(`haustra learn pause ${id}`);
    expect(await json<Round>('pause')).toMatchObject({ id, state: 'paused', stage: 'train' });
    expect(await json<Round>('cancel', id, '--by', 'Dr Li')).toMatchObject({ id, state: 'cancelled' });
    const resumed = await learn('resume', id);
    expect(resumed.code).toBe(1);
    expect(resumed.stderr).toContain('the round was cancelled');
  });

  it('Ctrl-C in the foreground pauses, and says how to go on', async () => {
    env = { ...env, HAUSTRA_FAKE_STEP_MS: '1500' };
    const ended = haustra(
      ['learn', 'start', site.recordings, '--no-labelled', '--data', site.data],
      env,
      (child) => {
        void until(
          'it trains',
          async () => (await json<{ rounds: Round[] }>('list')).rounds[0]?.stage === 'train',
        ).then(() => child.kill('SIGINT'));
      },
    );
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/Paused; nothing is lost\. Go on with: haustra learn resume round-/);
    expect((await json<{ rounds: Round[] }>('list')).rounds[0]).toMatchObject({ state: 'paused' });
  });

  it('asks what would teach most, and takes the answers in', async () => {
    const { id } = await json<Round>('start', site.recordings, '--no-labelled');
    const out = join(site.data, 'to-label');
    expect(await json('ask', '--count', '4', '--out', out)).toMatchObject({ round: id, pictures: 4 });
    const index = join(out, 'index.csv');
    const [header = '', ...rows] = (await readFile(index, 'utf8')).trimEnd().split('\n');
    for (const row of rows) expect(existsSync(join(out, row.split(',')[1] ?? ''))).toBe(true);
    // 80 of 255 is nearest to the score from which the tiny model shows a lesion.
    expect(rows[0]).toMatch(new RegExp(`^${id}/4,`));
    const silent = await learn('correct', index, '--by', 'Dr Li');
    expect(silent.code).toBe(1);
    expect(silent.stderr).toContain('no row says anything');
    const cells = header.split(',');
    const said = rows.map((row, i) => {
      const fields = row.split(',');
      if (i < 2) fields[cells.indexOf('organ')] = 'colon';
      return fields.join(',');
    });
    const { writeFile } = await import('node:fs/promises');
    await writeFile(index, `${[header, ...said].join('\n')}\n`);
    expect(await learn('correct', index)).toMatchObject({ code: 2 });
    expect(await json('correct', index, '--by', 'Dr Li')).toEqual({ corrections: 2, silent: 2 });
    const lines = (await readFile(new LearningFolder(site.data).corrections, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ round: id, frame: 4, by: 'Dr Li', organ: 'colon', lesions: null }),
      expect.objectContaining({ round: id, by: 'Dr Li', organ: 'colon' }),
    ]);
  });

  it.each([
    [['start', '/nowhere'], 1, 'there is no such file or folder'],
    [['start', '.', '--frames', 'many'], 2, '--frames'],
    [['start'], 2, 'source'],
    [['status'], 1, 'there is no round'],
    [['status', 'round-x'], 1, 'there is no such round'],
    [['frames', '--kept', '--dropped'], 2, 'not both'],
    [['gather', '.'], 2, '--out'],
  ])('%j: one sentence', async (args, code, said) => {
    const [command = '', ...rest] = args;
    const answer = await learn(command, ...rest);
    expect(answer).toMatchObject({ code, stdout: '' });
    expect(answer.stderr).toContain(said);
    expect(answer.stderr).toMatch(/^haustra: [^\n]+\n$/);
  });
});
