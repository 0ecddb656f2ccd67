import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createJournal, loadStationKey, signJournal } from '@haustra/exam';
import { afterAll, describe, expect, it } from 'vitest';
import { haustra, StationProcess } from './station-process.js';
import { removeTemps, temp } from './temp.js';

const COMMANDS = ['serve', 'analyze', 'predict', 'evaluate', 'verify', 'bench', 'doctor'] as const;

afterAll(removeTemps);

describe('the manners of every command', { timeout: 120_000 }, () => {
  it('lists the commands and says what it is not', async () => {
    const { code, stdout } = await haustra(['--help']);
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(stdout).toContain(`  ${command}`);
    expect(stdout).toContain('Not a cleared medical device');
    expect((await haustra([])).stdout).toBe(stdout);
    expect((await haustra(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('help of a command, wrong usage: exit codes 0 and 2', async () => {
    const help = await haustra(['analyze', '--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('Examples:\n  haustra analyze');
    const wrong = await haustra(['predict', 'x', '--out', 'y', '--frobnicate']);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toBe('haustra: there is no option --frobnicate. See haustra predict --help.\n');
  });

  it('says errors in Chinese too, and as JSON for machines', async () => {
    const { code, stderr } = await haustra(['verify', 'nowhere', '--lang', 'zh']);
    expect(code).toBe(1);
    expect(stderr).toContain('找不到：');
    const machine = await haustra(['verify', 'nowhere', '--json']);
    expect(JSON.parse(machine.stdout)).toMatchObject({ error: { code: 'not-found', where: 'nowhere' } });
    expect(machine.stderr).toMatch(/^haustra: nowhere: /);
  });
});

describe('haustra verify', { timeout: 120_000 }, () => {
  it('tells a whole journal from a changed one', async () => {
    const folder = await temp();
    const journal = await createJournal(folder);
    for (let i = 0; i < 5; i++) {
      const event = { type: 'clock-paused', reason: `coffee ${i}` } as const;
      journal.append([{ atMs: i, author: 'doctor', event }]);
    }
    const ended = { type: 'ended', reason: 'doctor', framesIn: 0, framesAnalysed: 0, dropped: 0 } as const;
    journal.append([{ atMs: 5, author: 'doctor', event: ended }]);
    await journal.close();
    expect(await haustra(['verify', folder])).toMatchObject({ code: 0 });
    await signJournal(folder, await loadStationKey(await temp()));
    const signed = await haustra(['verify', join(folder, 'journal.jsonl'), '--json']);
    expect(JSON.parse(signed.stdout)).toMatchObject({ ok: true, entries: 6, signature: 'valid' });

    const file = join(folder, 'journal.jsonl');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('coffee 3', 'coffee 4'));
    const changed = await haustra(['verify', folder]);
    expect(changed).toMatchObject({ code: 1, stdout: '' });
    expect(changed.stderr).toContain('line 4');
    await writeFile(file, `${text.split('\n').slice(0, 4).join('\n')}\n`);
    const cut = await haustra(['verify', folder, '--json']);
    expect(cut.code).toBe(1);
    expect(cut.stdout).toContain('"ok": false');
  });
});

describe('haustra serve', { timeout: 180_000 }, () => {
  it('says what to do when the port is taken or the host is not ours, and stops cleanly', async () => {
    const dataDir = await temp();
    const station = await StationProcess.start(dataDir, ['--model', 'none']);
    const { port } = new URL(station.url);
    const second = await haustra(['serve', '--port', port, '--data', await temp(), '--model', 'none']);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`port ${port} is taken`);
    expect(second.stderr).toContain(`--port ${Number(port) + 1}`);
    const elsewhere = await haustra([
      'serve',
      '--host',
      '192.0.2.1',
      '--data',
      await temp(),
      '--model',
      'none',
    ]);
    expect(elsewhere.code).toBe(2);
    expect(elsewhere.stderr).toContain('192.0.2.1');
    expect(await station.stop('SIGINT')).toMatchObject({ code: 0 });
  });

  it('says plainly that the data folder cannot be written', async () => {
    const folder = await temp();
    await writeFile(join(folder, 'file'), '');
    const { code, stderr } = await haustra(['serve', '--data', join(folder, 'file', 'data'), '--port', '0']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^haustra: .*folder.*--data DIR/);
  });
});

describe('haustra doctor', { timeout: 180_000 }, () => {
  it('names each thing, whether it works and how to mend it', async () => {
    const args = ['doctor', '--json', '--data', await temp(), '--model', 'none'];
    const { code, stdout } = await haustra(args, { PATH: '/nowhere', HAUSTRA_FFMPEG: '' });
    expect(code).toBe(1);
    const { checks } = JSON.parse(stdout);
    const status = Object.fromEntries(
      checks.map((c: { name: string; status: string }) => [c.name, c.status]),
    );
    expect(status).toMatchObject({ node: 'ok', ffmpeg: 'fail', model: 'fail', data: 'ok' });
    const ffmpeg = checks.find((c: { name: string }) => c.name === 'ffmpeg');
    expect(ffmpeg.mend).toContain('apt-get install ffmpeg');
  });
});

describe('sources that are none', { timeout: 120_000 }, () => {
  it('one sentence, exit code 1, nothing written', async () => {
    const folder = await temp();
    await writeFile(join(folder, 'text.mp4'), 'this is no video');
    await mkdir(join(folder, 'empty'));
    for (const source of ['text.mp4', 'empty', 'missing.mp4']) {
      for (const command of ['analyze', 'predict']) {
        const out = join(folder, 'out');
        const { code, stderr } = await haustra([command, join(folder, source), '--out', out, '--json']);
        expect(code, `${command} ${source}`).toBe(1);
        expect(stderr, `${command} ${source}`).toMatch(/^haustra: .+\.\n$/);
        expect(stderr).not.toContain(folder);
      }
    }
    expect((await readdir(folder)).sort()).toEqual(['empty', 'text.mp4']);
  });
});
