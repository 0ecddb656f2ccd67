import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GateReport, GateReportSchema } from '@haustra/domain';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { haustra } from '../cli/testing/in-process.js';
import { labelledFolder, organSpoilt, showing, variant } from '../learn/testing/labelled.js';
import { makeSite, type Site } from '../learn/testing/site.js';

let site: Site;
let folder: string;
beforeEach(async () => {
  site = await makeSite([]);
  folder = await mkdtemp(join(tmpdir(), 'haustra-models-'));
  vi.stubEnv('HAUSTRA_LANG', 'en');
  vi.stubEnv('HAUSTRA_MODELS', site.models);
  vi.stubEnv('HAUSTRA_HOME', site.data);
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await site.remove();
  await rm(folder, { recursive: true, force: true });
});

/** `haustra models …` in this process. */
const models = (...args: string[]) => haustra('models', ...args);

async function gate(candidate: string, labelled: string, ...more: string[]) {
  const { code, stdout, stderr } = await models('gate', candidate, '--labelled', labelled, '--json', ...more);
  const report: GateReport | null = stdout.startsWith('{"error"')
    ? null
    : GateReportSchema.parse(JSON.parse(stdout));
  return {
    code,
    stderr,
    report,
    reasons: report?.reasons.map(({ code: what, head, subgroup }) => `${what} ${head} ${subgroup}`),
  };
}

describe('haustra models', { timeout: 120_000 }, () => {
  it('takes a better candidate in, puts it into use, runs it where none is named, and rolls back', async () => {
    // The model in use hides most lesions.
    await variant(site.shipped, site.shipped, '0.1.0', showing(0.95));
    const labelled = await labelledFolder(join(folder, 'labelled'));
    const candidate = await variant(site.shipped, join(folder, 'better'), '0.2.0', showing(0.3));
    const better = await gate(candidate, labelled, '--by', 'Dr Li');
    expect(better).toMatchObject({ code: 0, report: { passed: true, frozenSet: { pictures: 96, own: 96 } } });
    expect(better.reasons).toContain('gain lesion all');

    const name = JSON.parse((await models('add', candidate, '--json')).stdout).name;
    expect(name).toBe(better.report?.candidate);
    const promoted = await models('promote', name, '--by', 'Dr Li');
    expect(promoted).toMatchObject({ code: 0, stderr: '' });
    expect(promoted.stdout).toContain('haustra models rollback');
    expect((await models('list')).stdout).toMatch(
      new RegExp(`● ${name.replace('+', '\\+')} .*passed.*in use`),
    );

    const out = join(folder, 'predictions.jsonl');
    await haustra('predict', join(labelled, 'images', '0.png'), '--out', out);
    expect(JSON.parse((await readFile(out, 'utf8')).split('\n')[0] ?? '').lesions[0]).toMatchObject({
      shown: true,
    });
    await haustra(
      'predict',
      join(labelled, 'images', '0.png'),
      '--out',
      out,
      '--model',
      'haustra-colon-lite0',
    );
    expect(JSON.parse((await readFile(out, 'utf8')).split('\n')[0] ?? '').lesions[0]).toMatchObject({
      shown: false,
    });
    const doctor = await haustra('doctor', '--json', '--port', '0');
    expect(doctor.stdout).toContain('tiny 0.2.0');

    expect((await models('rollback', '--lang', 'zh')).stdout).toContain('已重新启用 随附模型');
    expect((await models('list', '--json')).stdout).toContain('"shipped": true');
    const again = await models('rollback');
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('nothing to go back to');

    const audit = await models('audit');
    expect(
      audit.stdout
        .trim()
        .split('\n')
        .map((line) => line.slice(21)),
    ).toEqual([
      'station  froze 96 pictures to judge on',
      expect.stringMatching(/^Dr Li {2}judged tiny@0\.2\.0.*: passed; gain lesion/),
      expect.stringMatching(/took in tiny@0\.2\.0/),
      expect.stringMatching(/^Dr Li {2}put tiny@0\.2\.0\S+ into use$/),
      expect.stringMatching(/rolled back to the shipped model$/),
    ]);
    expect((await models('audit', '--verify')).stdout).toBe('The chain of 5 entries is whole.\n');
  });

  it.each([
    ['hides lesions', showing(0.95), /^worse lesion (all|source:ward-a)$/],
    ['has a spoilt organ head', organSpoilt, /^worse organ /],
  ])('refuses a candidate that %s, with the right reason', async (_what, change, reason) => {
    const labelled = await labelledFolder(join(folder, 'labelled'));
    const candidate = await variant(site.shipped, join(folder, 'worse'), '0.2.0', change);
    const { code, report, reasons } = await gate(candidate, labelled, '--accept-equal');
    expect(code).toBe(1);
    expect(report?.passed).toBe(false);
    const worse = reasons?.filter((one) => one.startsWith('worse')) ?? [];
    expect(worse.length).toBeGreaterThan(0);
    for (const one of worse)
      expect(one.split(' ')[1]).toBe(reason.source.includes('organ') ? 'organ' : 'lesion');
    expect(worse.some((one) => reason.test(one))).toBe(true);

    const name = JSON.parse((await models('add', candidate, '--json')).stdout).name;
    const kept = await models('promote', name);
    expect(kept).toMatchObject({ code: 1, stdout: '' });
    expect(kept.stderr).toContain('its gate was not passed');
    const forced = await models('promote', name, '--force', '--by', 'Dr Wang');
    expect(forced.stdout).toContain('Without a passed gate');
    expect((await models('audit')).stdout).toContain('FORCED');
  });

  it('refuses what is only as good, says what could not be judged, and prints it in both languages', async () => {
    const labelled = await labelledFolder(join(folder, 'labelled'), 96, (_n, cells) => {
      cells.cleanliness = '';
    });
    const candidate = await variant(site.shipped, join(folder, 'same'), '0.2.0');
    const english = await models('gate', candidate, '--labelled', labelled);
    expect(english.code).toBe(1);
    expect(english.stdout).toContain('REFUSED: tiny@0.2.0');
    expect(english.stdout).toContain('too few labelled pictures to judge cleanliness (n 0)');
    expect(english.stdout).toContain('nothing is better beyond noise');
    // What was measured is not measured again.
    const chinese = await models('gate', candidate, '--labelled', labelled, '--lang', 'zh');
    expect(chinese.stdout).toContain('标注图片过少，无法评判清洁度');
    const { reasons } = await gate(candidate, labelled, '--accept-equal');
    expect(reasons).toEqual(['too-few-pictures cleanliness all']);
  });

  it('finds that the frozen pictures were changed, until they are frozen again on purpose', async () => {
    const labelled = await labelledFolder(join(folder, 'labelled'));
    const candidate = await variant(site.shipped, join(folder, 'same'), '0.2.0');
    expect((await gate(candidate, labelled, '--accept-equal')).code).toBe(0);
    await labelledFolder(labelled, 95, (n, cells) => {
      if (n === 1) cells.polyp = '1';
    });
    const changed = await gate(candidate, labelled, '--accept-equal');
    expect(changed.reasons).toEqual(['frozen-set-changed null null']);
    expect(changed.report?.reasons[0]?.fact).toBe('1 missing (ward/95), 1 relabelled (ward/1)');
    const frozen = await models('freeze', join(labelled, 'index.csv'), '--by', 'Dr Li');
    expect(frozen.stdout).toContain("95 pictures, 95 of them the site's own");
    expect((await gate(candidate, labelled, '--accept-equal')).code).toBe(0);
    expect((await models('audit')).stdout).toMatch(/Dr Li {2}froze 95 pictures/);
  });

  it('judges pictures of the shipped set as they were shipped', async () => {
    const labelled = await labelledFolder(join(folder, 'labelled'));
    const shipped = join(site.models, 'frozen-set.json');
    const made = await models('freeze', join(labelled, 'index.csv'), '--out', shipped);
    expect(made.stdout).toContain('96 fingerprints');
    const candidate = await variant(site.shipped, join(folder, 'same'), '0.2.0');
    const first = await gate(candidate, labelled, '--accept-equal');
    expect(first.report).toMatchObject({ passed: true, frozenSet: { pictures: 96, own: 0 } });
    await rm(join(site.data, 'models', 'frozen-site.json'));
    await labelledFolder(labelled, 96, (n, cells) => {
      if (n === 2) cells.boxes = '[]';
    });
    const changed = await gate(candidate, labelled, '--accept-equal');
    expect(changed.reasons).toEqual(['frozen-set-changed null null']);
    expect(existsSync(join(site.data, 'models', 'frozen-site.json'))).toBe(false);
  });

  it('finds judged pictures among those that were learnt from', async () => {
    const labelled = await labelledFolder(join(folder, 'labelled'));
    const candidate = await variant(site.shipped, join(folder, 'same'), '0.2.0');
    const learnt = join(labelled, 'round.csv');
    const row = (id: string, image: string) => `${id},${image},site,unlabelled,16,16,,,,,,,,,,`;
    const [header = ''] = (await readFile(join(labelled, 'index.csv'), 'utf8')).split('\n');
    await writeFile(learnt, [header, row('round-20260101-000000-ab12/4', 'images/7.png')].join('\n'));
    const leaky = await gate(candidate, labelled, '--accept-equal', '--learnt', learnt);
    expect(leaky.reasons).toEqual(['leak null null']);
    expect(leaky.report?.reasons[0]?.fact).toContain('round-20260101-000000-ab12/4: exact ward/7');
  });

  it.each([
    [['promote', 'nobody'], 1, 'no such model'],
    [['gate', 'nowhere/at/all', '--labelled', '.'], 1, 'no such model'],
    [['gate', 'x'], 2, '--labelled'],
    [['freeze', 'x.csv'], 2, 'index.csv'],
    [['promote'], 2, 'the argument name is missing. See haustra models promote --help.'],
    [['frobnicate'], 2, 'there is no command frobnicate'],
  ])('wrong use %j says what to do', async (args, code, said) => {
    const found = await models(...args);
    expect(found.code).toBe(code);
    expect(found.stderr).toContain(said);
  });

  it('shows the group, and the manners of each command, in both languages', async () => {
    const group = await models();
    expect(group).toMatchObject({ code: 0, stderr: '' });
    for (const name of ['list', 'show', 'gate', 'add', 'promote', 'rollback', 'audit', 'freeze']) {
      expect(group.stdout).toContain(`  ${name}`);
      const help = await models(name, '--help');
      expect(help.stdout).toContain(`Examples:\n  haustra models ${name}`);
      for (const option of ['--json', '--lang', '--data']) expect(help.stdout).toContain(option);
      expect((await models(name, '--help', '--lang', 'zh')).stdout).toContain(
        `示例：\n  haustra models ${name}`,
      );
    }
  });
});
