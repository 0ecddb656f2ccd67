import { describe, expect, it } from 'vitest';
import { picture } from '../testing/tiny.js';
import { Backlog, type Job } from './backlog.js';
import { RestartRule } from './restarts.js';

function job(number: number, kind: Job['kind'], told: unknown[] = []): Job {
  return {
    number,
    frame: picture(number),
    kind,
    deaths: 0,
    resolve: (r) => told.push(r),
    reject: (e) => told.push(e),
  };
}

describe('the backlog', () => {
  it('holds one live frame, the newest', () => {
    const told: unknown[] = [];
    const backlog = new Backlog();
    backlog.add(job(1, 'offer', told));
    backlog.add(job(2, 'offer'));
    expect(told).toEqual(['dropped']);
    expect(backlog.take(1)).toBeNull();
    expect(backlog.take(0)?.number).toBe(2);
    expect(backlog.take(0)).toBeNull();
  });

  it('gives recordings out in order, two at a time, also those put back', () => {
    const backlog = new Backlog();
    const [a, b, c, d] = [1, 2, 3, 4].map((n) => job(n, 'analyse'));
    for (const one of [a!, b!, c!, d!]) backlog.add(one);
    expect(backlog.take(0)).toBe(a);
    expect(backlog.take(1)).toBe(b);
    expect(backlog.take(2)).toBeNull();
    backlog.putBack(a!);
    backlog.putBack(b!);
    expect([0, 1, 1, 1].map((n) => backlog.take(n)?.number)).toEqual([1, 2, 3, 4]);
  });

  it('tells everyone when it gives up', () => {
    const told: unknown[] = [];
    const backlog = new Backlog();
    backlog.add(job(1, 'analyse', told));
    backlog.add(job(2, 'offer', told));
    const error = new Error('off');
    backlog.giveUp(error);
    expect(told).toEqual(['dropped', error]);
    expect(backlog.take(0)).toBeNull();
  });
});

describe('restarts', () => {
  it('are at once twice in 30 s, then after a pause that doubles up to a minute', () => {
    const rule = new RestartRule();
    expect([0, 1000, 2000].map((t) => rule.died(t))).toEqual([0, 0, 5000]);
    expect([8000, 19_000, 28_000].map((t) => rule.died(t))).toEqual([10_000, 20_000, 40_000]);
    expect(rule.died(29_000)).toBe(60_000);
  });

  it('start over after half a quiet minute', () => {
    const rule = new RestartRule();
    for (const t of [0, 1, 2]) rule.died(t);
    expect(rule.died(100_000)).toBe(0);
  });

  it('of another provider start over', () => {
    const rule = new RestartRule();
    for (const t of [0, 1, 2]) rule.died(t);
    rule.forget();
    expect(rule.died(3)).toBe(0);
  });
});
