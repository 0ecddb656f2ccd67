import { join } from 'node:path';
import { ModelRegistry } from '@haustra/learning';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { showing, variant } from '../learn/testing/labelled.js';
import { makeSite, type Site } from '../learn/testing/site.js';
import type { Seat } from '../live/room.js';
import { openStation, type Station } from '../server/station.js';

let site: Site;
let station: Station;
beforeEach(async () => {
  site = await makeSite([]);
  vi.stubEnv('HAUSTRA_MODELS', site.models);
});
afterEach(async () => {
  await station.close();
  await site.remove();
  vi.unstubAllEnvs();
});

const open = (model?: string) =>
  openStation({
    dataDir: site.data,
    log: pino({ level: 'silent' }),
    version: '9.9.9',
    host: '127.0.0.1',
    port: 0,
    demo: false,
    graceMs: 60_000,
    testHooks: false,
    takeUpEveryMs: 20,
    ...(model === undefined ? {} : { model }),
  });
const version = async () => (await station.api.inject({ url: '/api/model' })).json().manifest.version;
const seat: Seat = {
  displaced: () => undefined,
  entries: () => undefined,
  problem: () => undefined,
};

async function promoted(number: string): Promise<ModelRegistry> {
  const registry = new ModelRegistry(site.data, { shipped: site.shipped });
  const folder = await variant(site.shipped, join(site.data, `made-${number}`), number, showing(0.5));
  const name = await registry.add(folder, { from: 'tiny', round: null, by: 'Dr Li' });
  await registry.promote(name, { by: 'Dr Li', forced: true });
  return registry;
}
const until = (number: string) =>
  vi.waitFor(async () => expect(await version()).toBe(number), { timeout: 20_000 });

describe('a running station', { timeout: 60_000 }, () => {
  it('takes up the model that was put into use, and the one before after a roll back', async () => {
    station = await open();
    expect(await version()).toBe('0.0.1');
    const registry = await promoted('0.2.0');
    await until('0.2.0');
    expect(station.analysis.state.state).toBe('ready');
    await registry.rollBack({ by: 'Dr Li' });
    await until('0.0.1');
    expect(station.analysis.state.state).toBe('ready');
  });

  it('keeps the model that was named at its start', async () => {
    station = await open('haustra-colon-lite0');
    expect(await version()).toBe('0.0.1');
    await promoted('0.2.0');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await version()).toBe('0.0.1');
  });

  it('starts with the promoted one', async () => {
    await promoted('0.2.0');
    station = await open();
    expect(await version()).toBe('0.2.0');
  });

  it('never changes it within an examination, only after', async () => {
    station = await open();
    await station.analysis.settled;
    const exam = await station.room.start('camera', undefined, seat);
    await promoted('0.2.0');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await version()).toBe('0.0.1');
    await station.room.end(exam, 'doctor');
    await until('0.2.0');
    const next = await station.room.start('camera', undefined, seat);
    expect(next.entries[0]?.event).toMatchObject({ type: 'started', model: { version: '0.2.0' } });
    await station.room.end(next, 'doctor');
  });

  it('resumes an examination that a stop left open with the model that it began with', async () => {
    station = await open();
    await station.analysis.settled;
    const exam = await station.room.start('camera', undefined, seat);
    await station.close();
    await promoted('0.2.0');
    station = await open();
    expect(await version()).toBe('0.0.1');
    const resumed = await station.room.resume(exam.id, seat);
    expect(resumed.entries.some(({ event }) => event.type === 'resumed')).toBe(true);
    await station.room.end(resumed, 'doctor');
    await until('0.2.0');
  });

  it('goes on with the old one where the new one does not start', async () => {
    station = await open();
    expect(await version()).toBe('0.0.1');
    const registry = await promoted('0.2.0');
    await until('0.2.0');
    await registry.rollBack({ by: 'x' });
    await until('0.0.1');
    const broken = await variant(site.shipped, join(site.data, 'broken'), '0.3.0', (manifest) => ({
      ...manifest,
      tasks: { ...manifest.tasks, caecum: { output: 'there-is-none' } },
    }));
    const name = await registry.add(broken, { from: 'tiny', round: null, by: 'Dr Li' });
    await registry.promote(name, { by: 'Dr Li', forced: true });
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(await version()).toBe('0.0.1');
    expect(station.analysis.state.state).toBe('ready');
  });
});
