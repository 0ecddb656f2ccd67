import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { loadModel } from '../model/catalogue.js';
import { picture, TINY, until } from '../testing/tiny.js';
import { startAnalyser } from './start.js';
import type { Analyser, AnalyserState } from './types.js';

const open: Analyser[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((analyser) => analyser.close()));
});

async function start(states: AnalyserState[] = []): Promise<Analyser> {
  const analyser = await startAnalyser(await loadModel(TINY), {
    provider: 'cpu',
    onState: (state) => {
      states.push(state);
      throw new Error('a listener cannot stop the analysis');
    },
  });
  open.push(analyser);
  return analyser;
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

describe('findings from the worker', () => {
  it('say what the model says, of this frame and in the source picture', async () => {
    const analyser = await start();
    const cells = [
      [204, 51],
      [102, 51],
      [153, 255],
      [0, 0],
      [250, 9],
      [26, 128],
    ] as const;
    const findings = await analyser.analyse(
      picture(3, {
        cells,
        organ: [51, 204, 0],
        embedding: [30, 30, 30, 30, 40, 40, 40, 40],
        search: [0, 153, 204],
        mask: 255,
      }),
    );
    expect(findings).toMatchObject({ frameId: 3, timeMs: 60, usable: 1 });
    // Cell 1 is suppressed by cell 0, cell 3 is below every score, cell 4 has no height.
    expect(findings.lesions.map((l) => Math.round(l.score * 255))).toEqual([204, 153, 26]);
    expect(findings.lesions[0]?.box.x).toBeCloseTo(0.3);
    expect(findings.lesions[1]?.neoplastic).toBe(1);
    expect(findings.lesions[0]?.embedding[0]).toBeCloseTo(0.6);
    expect([...(findings.search ?? [])].map((v) => Math.round(v * 255))).toEqual([0, 153, 204, 0]);
    expect(findings.organ.upper).toBeCloseTo(0.8);
    expect(findings.mask.values.every((v) => v === 255)).toBe(true);
    expect(analyser.info).toMatchObject({ id: 'tiny', precision: 'int8', provider: 'cpu' });
    expect(analyser.info.providers[0]?.ms).toBeGreaterThan(0);
  });

  it('are refused when the model answers with not-a-number; the next frame is fine', async () => {
    const analyser = await start();
    await expect(analyser.analyse(picture(1, { usable: [0, 0] }))).rejects.toMatchObject({
      code: 'analysis-failed',
      where: 'frame 1',
    });
    await expect(analyser.analyse(picture(2))).resolves.toMatchObject({ frameId: 2 });
  });

  it('are refused for a picture of the wrong size', async () => {
    const analyser = await start();
    await expect(analyser.offer({ ...picture(1), rgb: new Uint8Array(3) })).rejects.toMatchObject({
      code: 'usage',
    });
  });
});

describe('waiting', () => {
  it('live: one is analysed, the newest waits, what is between is dropped', async () => {
    const analyser = await start();
    const results = await Promise.all([1, 2, 3, 4].map((id) => analyser.offer(picture(id))));
    expect(results.map((r) => (r === 'dropped' ? r : r.frameId))).toEqual([1, 'dropped', 'dropped', 4]);
  });

  it('recordings: every frame in order', async () => {
    const analyser = await start();
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 50 }, async (_, id) => {
        order.push((await analyser.analyse(picture(id))).frameId);
      }),
    );
    expect(order).toEqual(Array.from({ length: 50 }, (_, id) => id));
  });

  it('ends when the analyser is closed', async () => {
    const analyser = await start();
    const waiting = Array.from({ length: 5 }, (_, id) => analyser.analyse(picture(id)));
    const settled = Promise.allSettled(waiting);
    await analyser.close();
    for (const result of await settled) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'cancelled' });
    }
    expect(await analyser.offer(picture(9))).toBe('dropped');
    await expect(analyser.analyse(picture(9))).rejects.toMatchObject({ code: 'cancelled' });
    expect(analyser.pid).toBeNull();
  });
});

describe('the watchdog', () => {
  it('after kill -9: says so at once, is back within 2 s, drops the live frame, loses none of a recording', async () => {
    const states: AnalyserState[] = [];
    const begun = performance.now();
    const analyser = await start(states);
    // Where even the first start takes longer, the machine is crowded, and no restart can be faster.
    const limitMs = Math.max(2000, 2 * (performance.now() - begun));
    const pid = analyser.pid!;
    // Held first, so that it cannot answer before the signal that ends it arrives.
    process.kill(pid, 'SIGSTOP');
    const live = analyser.offer(picture(1));
    process.kill(pid, 'SIGKILL');
    expect(await live).toBe('dropped');
    expect(states.at(-1)).toEqual({ state: 'degraded', reason: 'worker-restarting', pid: null });
    expect(await analyser.offer(picture(2))).toBe('dropped');
    const recorded = Promise.all([3, 4, 5].map((id) => analyser.analyse(picture(id))));
    const tookMs = await until(() => analyser.state.state === 'ready', limitMs);
    console.log(`ready ${tookMs.toFixed(0)} ms after kill -9`);
    expect(analyser.pid).not.toBe(pid);
    expect(states.map((s) => s.state)).toEqual(['ready', 'degraded', 'ready']);
    expect((await recorded).map((f) => f.frameId)).toEqual([3, 4, 5]);
  });

  it('after kill -9 in a live examination: a spare takes over in a moment', async () => {
    const states: AnalyserState[] = [];
    const begun = performance.now();
    const analyser = await start(states);
    const startMs = performance.now() - begun;
    const workers = () =>
      readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ').length;
    const before = workers();
    await analyser.offer(picture(1));
    await until(() => workers() > before, 10_000);
    // The spare is a process now; it gets warm in about the time that the first one took.
    await new Promise((resolve) => setTimeout(resolve, 500 + 3 * startMs));
    const pid = analyser.pid!;
    process.kill(pid, 'SIGKILL');
    const tookMs = await until(() => analyser.pid !== null && analyser.pid !== pid, 20_000);
    console.log(`ready ${tookMs.toFixed(0)} ms after kill -9, with a spare`);
    expect(states.map((s) => s.state)).toEqual(['ready', 'degraded', 'ready']);
    await expect(analyser.offer(picture(2))).resolves.toMatchObject({ frameId: 2 });
  });

  it('sends frames again that were with the worker when it died', async () => {
    const analyser = await start();
    const frames = Promise.all(Array.from({ length: 20 }, (_, id) => analyser.analyse(picture(id))));
    process.kill(analyser.pid!, 'SIGKILL');
    expect((await frames).map((f) => f.frameId)).toEqual(Array.from({ length: 20 }, (_, id) => id));
  });

  it('kills a worker that stands still, busy or idle', async () => {
    const analyser = await start();
    const first = analyser.pid!;
    process.kill(first, 'SIGSTOP');
    await expect(analyser.analyse(picture(1))).resolves.toMatchObject({ frameId: 1 });
    expect(alive(first)).toBe(false);
    const second = analyser.pid!;
    process.kill(second, 'SIGSTOP');
    await until(() => analyser.pid !== null && analyser.pid !== second, 20_000);
  });

  it('gives up a frame over which two workers died, and only that one', async () => {
    let stops = 2;
    const analyser = await startAnalyser(await loadModel(TINY), {
      provider: 'cpu',
      // Ready is said before a frame is sent: this worker will never answer it.
      onState: ({ state, pid }) => {
        if (state === 'ready' && pid !== null && stops-- > 0) process.kill(pid, 'SIGSTOP');
      },
    });
    open.push(analyser);
    const [poison, next] = await Promise.allSettled([1, 2].map((id) => analyser.analyse(picture(id))));
    expect(poison).toMatchObject({
      status: 'rejected',
      reason: { code: 'analysis-failed', where: 'frame 1' },
    });
    expect(next).toMatchObject({ status: 'fulfilled', value: { frameId: 2 } });
  });

  it('does not blame the worker when it was this process that stood still', async () => {
    const states: AnalyserState[] = [];
    const analyser = await start(states);
    const result = analyser.analyse(picture(1));
    const begun = performance.now();
    while (performance.now() - begun < 1300);
    await expect(result).resolves.toMatchObject({ frameId: 1 });
    expect(states.map((s) => s.state)).toEqual(['ready']);
  });

  it('is off after three deaths in 30 s, and says so to those who wait', async () => {
    const states: AnalyserState[] = [];
    const analyser = await start(states);
    for (let death = 0; death < 3; death++) {
      await until(() => analyser.pid !== null, 20_000);
      process.kill(analyser.pid!, 'SIGKILL');
      await until(() => analyser.pid === null, 1000);
    }
    expect(states.at(-1)).toEqual({ state: 'off', reason: 'worker-failed', pid: null });
    expect(await analyser.offer(picture(1))).toBe('dropped');
    await expect(analyser.analyse(picture(2))).rejects.toMatchObject({ code: 'analysis-failed' });
    await until(() => analyser.state.state === 'ready', 30_000);
    await expect(analyser.analyse(picture(3))).resolves.toMatchObject({ frameId: 3 });
  });
});

describe('the worker process', () => {
  it('ends with its parent, and not by Ctrl-C', async () => {
    const script = `
      import { loadModel, startAnalyser } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};
      const analyser = await startAnalyser(await loadModel(${JSON.stringify(TINY)}), { provider: 'cpu' });
      console.log(analyser.pid);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    process.kill(pid, 'SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(alive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await until(() => !alive(pid), 5000);
  });

  it('keeps its memory over 2,000 frames, as does the station', async () => {
    const analyser = await start();
    const resident = () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${analyser.pid}/status`, 'utf8'))?.[1]) / 1024;
    const run = async (frames: number) => {
      for (let id = 0; id < frames; id++) await analyser.analyse(picture(id, { cells: [[200, 100]] }));
    };
    await run(500);
    const worker = resident();
    const station = process.memoryUsage().rss / 2 ** 20;
    await run(2000);
    const grownWorker = resident() - worker;
    const grownStation = process.memoryUsage().rss / 2 ** 20 - station;
    console.log(
      `over 2,000 frames: worker ${grownWorker.toFixed(1)} MiB, station ${grownStation.toFixed(1)} MiB`,
    );
    expect(grownWorker).toBeLessThan(16);
    expect(grownStation).toBeLessThan(48);
  });
});
