import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aGate, removeTemps, TINY, temp, tinyModel } from '../testing/models.js';
import { ModelRegistry } from './registry.js';

let data: string;
let registry: ModelRegistry;
beforeEach(async () => {
  data = await temp();
  registry = new ModelRegistry(data, { shipped: TINY });
});
afterEach(removeTemps);

const currentFile = () => join(data, 'models', 'current.json');
const readCurrent = async () => JSON.parse(await readFile(currentFile(), 'utf8'));
const add = async (version: string) =>
  registry.add(await tinyModel(version), { from: 'tiny', round: null, by: 'Dr Li' });
const pass = async (name: string, passed = true) =>
  registry.gated(registry.folder(name), aGate(name, await registry.currentName(), passed), {
    report: 'gate.json',
    round: null,
    by: 'station',
  });

describe('the models of a site', () => {
  it('begin with the shipped one, and nothing is written to say so', async () => {
    expect(await registry.current()).toEqual({ name: null, folder: TINY });
    expect(await registry.list()).toMatchObject([{ shipped: true, current: true, gate: null }]);
    expect(await readdir(data)).toEqual([]);
    await expect(registry.rollBack({ by: 'Dr Li' })).rejects.toMatchObject({ code: 'usage' });
  });

  it('take one in whole, once', async () => {
    const name = await add('1.0.0');
    expect(name).toMatch(/^[a-z0-9-]+@1\.0\.0\+[0-9a-f]{12}$/);
    expect(await add('1.0.0')).toBe(name);
    expect(await registry.audit.read()).toHaveLength(1);
    expect(await registry.list()).toMatchObject([
      { shipped: true, current: true },
      { name, current: false },
    ]);
    expect((await registry.open(name)).manifest.version).toBe('1.0.0');
  });

  it('do not take in what is damaged, nor another model of the same name', async () => {
    const damaged = await tinyModel('1.0.0');
    await writeFile(join(damaged, 'model.onnx'), 'x');
    const about = { from: 'tiny', round: null, by: 'Dr Li' };
    await expect(registry.add(damaged, about)).rejects.toMatchObject({ code: 'model-invalid' });
    expect((await readdir(join(data, 'models'))).filter((name) => name !== 'registry.lock')).toEqual([]);
    await add('1.0.0');
    const other = await tinyModel('1.0.0', (m) => ({ ...m, nmsIou: 0.11 }));
    await expect(registry.add(other, about)).rejects.toMatchObject({ code: 'busy' });
  });

  it('sweep away what a crash left half copied, and take a damaged copy for none', async () => {
    await mkdir(join(data, 'models', '.adding-left'), { recursive: true });
    const name = await add('1.0.0');
    expect(existsSync(join(data, 'models', '.adding-left'))).toBe(false);
    await rm(join(registry.folder(name), 'manifest.json'));
    expect(await add('1.0.0')).toBe(name);
    await expect(registry.open(name)).resolves.toBeDefined();
  });

  it.each(['../evil', 'a/b', 'x@1+000000000000/..', ''])('know no model called %j', async (name) => {
    await expect(registry.promote(name, { by: 'Dr Li' })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('putting a model into use', () => {
  it('needs a gate that was passed', async () => {
    const name = await add('1.0.0');
    const ungated = await registry.promote(name, { by: 'Dr Li' }).catch((thrown) => thrown);
    expect(ungated).toMatchObject({ code: 'refused' });
    expect(ungated.message).toContain('has not been through a gate');
    await pass(name, false);
    await expect(registry.promote(name, { by: 'Dr Li' })).rejects.toThrow('its gate was not passed');
    expect(await registry.current()).toMatchObject({ name: null });
    await pass(name);
    const entry = await registry.promote(name, { by: 'Dr Li' });
    expect(entry.event).toEqual({
      type: 'promoted',
      model: name,
      before: null,
      gate: 'gate.json',
      forced: false,
    });
    expect(await registry.current()).toEqual({ name, folder: registry.folder(name) });
    expect(await readCurrent()).toEqual({ model: name, history: [null] });
    await expect(registry.promote(name, { by: 'Dr Li' })).rejects.toThrow('in use already');
  });

  it('is not helped by a gate against another model, or of another manifest', async () => {
    const [first, second] = [await add('1.0.0'), await add('2.0.0')];
    await pass(first);
    await pass(second);
    await registry.promote(first, { by: 'Dr Li' });
    await expect(registry.promote(second, { by: 'Dr Li' })).rejects.toThrow('against another model');
    await pass(second);
    const manifest = join(registry.folder(second), 'manifest.json');
    await writeFile(manifest, `${await readFile(manifest, 'utf8')}\n`);
    await expect(registry.promote(second, { by: 'Dr Li' })).rejects.toThrow('changed after');
  });

  it('can be forced, and that is written down', async () => {
    const name = await add('1.0.0');
    const { event, by } = await registry.promote(name, { by: 'Dr Wang', forced: true });
    expect({ event, by }).toMatchObject({ by: 'Dr Wang', event: { forced: true, gate: null } });
    expect((await registry.ledger()).models.get(name)?.promoted).toMatchObject({
      forced: true,
      by: 'Dr Wang',
    });
  });

  it('is never half done, when two want it at once', async () => {
    const names = await Promise.all([add('1.0.0'), add('2.0.0'), add('3.0.0')]);
    await Promise.all(
      names.map((name) =>
        new ModelRegistry(data, { shipped: TINY }).promote(name, { by: 'a', forced: true }),
      ),
    );
    const { current, history } = await registry.ledger();
    expect([...history, current]).toHaveLength(4);
    expect(await readCurrent()).toEqual({ model: current, history });
    expect((await registry.audit.verify()).ok).toBe(true);
  });
});

describe('rolling back', () => {
  const promote = async (version: string) => {
    const name = await add(version);
    await registry.promote(name, { by: 'Dr Li', forced: true });
    return name;
  };

  it('goes step by step back to the shipped model', async () => {
    const first = await promote('1.0.0');
    const second = await promote('2.0.0');
    expect((await registry.rollBack({ by: 'Dr Li' })).event).toEqual({
      type: 'rolled-back',
      model: first,
      before: second,
    });
    expect(await readCurrent()).toEqual({ model: first, history: [null] });
    await registry.rollBack({ by: 'Dr Li' });
    expect(await registry.current()).toEqual({ name: null, folder: TINY });
    await expect(registry.rollBack({ by: 'Dr Li' })).rejects.toThrow('nothing to go back to');
  });

  it('passes over a model that is damaged by now', async () => {
    const first = await promote('1.0.0');
    await promote('2.0.0');
    await rm(registry.folder(first), { recursive: true });
    expect((await registry.rollBack({ by: 'Dr Li' })).event).toMatchObject({ model: null });
    expect(await registry.ledger()).toMatchObject({ current: null, history: [] });
  });
});

describe('after a crash between the journal and current.json', () => {
  it('the journal is the truth, and current.json follows it at the next look', async () => {
    const name = await add('1.0.0');
    await registry.promote(name, { by: 'Dr Li', forced: true });
    await writeFile(currentFile(), JSON.stringify({ model: null, history: [] }));
    expect(await new ModelRegistry(data, { shipped: TINY }).current()).toMatchObject({ name });
    expect(await readCurrent()).toEqual({ model: name, history: [null] });
    await writeFile(currentFile(), '{"mod');
    expect(basename((await registry.current()).folder)).toBe(name);
    expect(await readCurrent()).toEqual({ model: name, history: [null] });
  });

  it('a journal that was changed is said, not followed', async () => {
    const name = await add('1.0.0');
    await registry.promote(name, { by: 'Dr Li', forced: true });
    const text = await readFile(registry.audit.path, 'utf8');
    await writeFile(registry.audit.path, text.replace('"forced":true', '"forced":false'));
    await expect(registry.current()).rejects.toMatchObject({ code: 'journal-broken' });
    await expect(registry.promote(name, { by: 'x', forced: true })).rejects.toMatchObject({
      code: 'journal-broken',
    });
  });
});
