import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examIsOpen, sayPresence } from './presence.js';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'haustra-presence-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 5_000; !(await holds()); ) {
    if (Date.now() > end) throw new Error('not so within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('an open examination', () => {
  it('is said while it is open, and no longer', async () => {
    let open = false;
    const end = sayPresence(data, () => open);
    expect(await examIsOpen(data)).toBe(false);
    open = true;
    await until(() => examIsOpen(data));
    open = false;
    await until(async () => !(await examIsOpen(data)));
    open = true;
    await until(() => examIsOpen(data));
    await end();
    expect(existsSync(join(data, 'live.json'))).toBe(false);
  });

  it('of a station that ended without a word is not believed for long', async () => {
    await writeFile(join(data, 'live.json'), JSON.stringify({ at: Date.now() - 60_000 }));
    expect(await examIsOpen(data)).toBe(false);
    await writeFile(join(data, 'live.json'), 'torn');
    expect(await examIsOpen(data)).toBe(false);
  });
});
