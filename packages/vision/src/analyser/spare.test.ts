import { afterEach, expect, it } from 'vitest';
import { loadModel } from '../model/catalogue.js';
import { picture, TINY, until } from '../testing/tiny.js';
import type { StartOrder } from '../worker/protocol.js';
import { Spare } from './spare.js';

const spare = new Spare();
afterEach(() => spare.dismiss());

it('a spare is ready before it is needed, is replaced when it dies, and can be taken once', async () => {
  const { folder, manifest } = await loadModel(TINY);
  const order: StartOrder = {
    kind: 'start',
    folder,
    manifest,
    precision: 'int8',
    provider: 'cpu',
    timedRuns: 1,
  };
  expect(spare.take()).toBeNull();
  spare.prepare(order, 0);
  spare.prepare(order, 0);
  await until(() => spare.ready, 20_000);
  const link = spare.take();
  expect(spare.take()).toBeNull();
  await expect(link?.analyse(picture(1))).resolves.toMatchObject({ frameId: 1 });
  await link?.end();

  spare.prepare(order, 0);
  await until(() => spare.ready, 20_000);
  const next = spare.take();
  expect(next?.pid).not.toBe(link?.pid);
  await next?.end();
});
