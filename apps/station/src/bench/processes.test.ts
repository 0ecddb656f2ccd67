import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { childrenCalled, cpuSecondsOf, cpuSecondsOfEndedChildren, memoryOf } from './processes.js';

const NOBODY = 2 ** 22 + 1;

describe.runIf(process.platform === 'linux')('processes', () => {
  it('reads its own memory and processor time', () => {
    expect(memoryOf('self')).toBeCloseTo(process.memoryUsage.rss() / 2 ** 20, -1);
    const { user, system } = process.cpuUsage();
    expect(cpuSecondsOf('self')).toBeCloseTo((user + system) / 1e6, 0);
  });

  it('counts the time of children that have ended', () => {
    const before = cpuSecondsOfEndedChildren() ?? 0;
    execFileSync(process.execPath, ['-e', 'while (process.cpuUsage().user < 3e5);']);
    expect((cpuSecondsOfEndedChildren() ?? 0) - before).toBeGreaterThan(0.25);
  });

  it('finds children by the name of their program, and nothing of processes that are gone', async () => {
    const child = spawn('sleep', ['30']);
    await once(child, 'spawn');
    expect(childrenCalled('sleep')).toContain(child.pid);
    child.kill();
    await once(child, 'close');
    expect(childrenCalled('sleep')).not.toContain(child.pid);
    expect(memoryOf(NOBODY)).toBeNull();
    expect(cpuSecondsOf(NOBODY)).toBeNull();
  });
});
