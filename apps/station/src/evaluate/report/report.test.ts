import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { compareRuns } from '../compare/compare.js';
import { aCase, aLesion } from '../fixtures.js';
import { measure } from '../measure.js';
import { evaluateMessages } from '../messages/index.js';
import { MetricsFileSchema, metricsJsonSchema } from '../metrics-file.js';
import { worstMistakes } from '../mistakes.js';
import { setsOf } from '../sets.js';
import { columnsOf, textTable } from '../table.js';
import { lesionTable } from '../tables.js';
import { html } from './html.js';
import { reportHtml } from './report.js';

const options = { rounds: 50, seed: 1 };
const polyp = (id: string, label: 'polyp' | 'neoplastic', found: boolean) =>
  aCase(
    {
      id,
      source: 'hyperkvasir',
      image: `images/${id}.jpg`,
      polyp: true,
      boxes: [[0.1, 0.1, 0.3, 0.3, label]],
      organ: 'colon',
      cleanliness: 'bbps-2-3',
    },
    {
      organ: found ? { colon: 0.9, upper: 0.1, outside: 0 } : { colon: 0.2, upper: 0.8, outside: 0 },
      lesions: [aLesion(found ? [0.1, 0.1, 0.3, 0.3] : [0.7, 0.7, 0.1, 0.1], 0.8, 0.1)],
    },
  );
const cases = [
  polyp('found', 'neoplastic', true),
  polyp('lost', 'polyp', false),
  aCase(
    { id: '<script>', source: 'polypgen', split: 'val', polyp: false, boxes: [] },
    { lesions: [aLesion([0, 0, 0.2, 0.2], 0.6)] },
  ),
];
const metrics = {
  model: 'made-up@sha256:00',
  index: 'index.csv',
  splits: null,
  sources: null,
  picturesSha256: 'ab',
  frame: 'random' as const,
  bootstrap: { ...options, level: 0.95 as const },
  sets: setsOf(cases).map((set) => measure(set, options)),
  disclaimer: 'd',
};

const run = { metrics, cases };
const comparison = compareRuns(run, run, options);

describe('worstMistakes', () => {
  it('finds each kind of mistake, with what its caption tells', () => {
    const worst = worstMistakes(cases);
    expect(worst.missed.map((m) => [m.id, m.numbers])).toEqual([['lost', [0, expect.closeTo(0.09, 10)]]]);
    expect(worst['false-box'].map((m) => m.id)).toEqual(['lost', '<script>']);
    expect(worst['wrong-type']).toMatchObject([{ id: 'found', words: ['neoplastic'], numbers: [0.1] }]);
    expect(worst['wrong-organ']).toMatchObject([{ id: 'lost', words: ['colon', 'upper'] }]);
    expect(worstMistakes(cases, 0).missed).toEqual([]);
  });
});

describe('metrics.json', () => {
  it('reads the files of the first versions: what they did not measure is not known', () => {
    const { picturesSha256, frame, sets, ...first } = metrics;
    const before = sets.map(({ operating: { quietUnsearched, ...operating }, type, ...set }) => {
      const { eceByChance, ...calibration } = type?.calibration ?? {};
      return { ...set, operating, type: type?.calibration ? { ...type, calibration } : type };
    });
    const read = MetricsFileSchema.parse({ ...first, sets: before });
    expect(read).toMatchObject({ picturesSha256: null, frame: null });
    expect(read.sets[0]?.operating.quietUnsearched).toBeNull();
    expect(read.sets[0]?.type?.calibration).toMatchObject({
      n: sets[0]?.type?.calibration?.n,
      eceByChance: null,
    });
    expect(read.sets[0]?.operating.specificity).toEqual(sets[0]?.operating.specificity);
  });

  it('keeps its published schema', async () => {
    expect(MetricsFileSchema.parse(metrics)).toEqual(metrics);
    const committed = new URL('../../../../../docs/schemas/metrics.schema.json', import.meta.url);
    expect(await readFile(committed, 'utf8')).toBe(metricsJsonSchema());
  });
});

describe('report.html', () => {
  for (const lang of ['en', 'zh'] as const) {
    it(`is one file with tables, plots and mistakes (${lang})`, async () => {
      const m = evaluateMessages(lang);
      const pictures = new Map([['images/lost.jpg', 'data:image/jpeg;base64,AA==']]);
      const text = await reportHtml({
        metrics,
        comparison,
        mistakes: worstMistakes(cases),
        pictures,
        lang,
        m,
      });
      expect(text).toContain(m.notTuned);
      expect(text).toContain('Kvasir-SEG test');
      expect(text).toContain(m.framesRandom);
      expect(text).toContain(m.columns.quietUnsearched);
      expect(text).toContain(m.against.columns.difference);
      expect(text).toContain(m.against.paired);
      expect(text.match(/class="marks"/g)?.length).toBe(6);
      expect(text).toContain('src="data:image/jpeg;base64,AA=="');
      expect(text).toContain(m.report.noPicture);
      expect(text).toContain('&lt;script&gt;');
      expect(text).not.toContain('<script');
      expect(text.match(/(?:src|href)="(?!data:)/)).toBeNull();
    });
  }

  it('says what it can where nothing is known', async () => {
    const unknown = [aCase({ organ: null })];
    const sets = setsOf(unknown).map((set) => measure(set, options));
    const m = evaluateMessages('en');
    const text = await reportHtml({
      metrics: { ...metrics, sets },
      comparison: null,
      mistakes: worstMistakes(unknown),
      pictures: new Map(),
      lang: 'en',
      m,
    });
    expect(text).not.toContain('NaN');
    expect(text).not.toContain(m.against.title);
    expect(text).toContain(m.report.noMistakes);
  });

  it('escapes what is not markup', () => {
    expect(html`<b>${'a<b&"'}</b>${html`<i>${1}</i>`}`.text).toBe('<b>a&lt;b&amp;&quot;</b><i>1</i>');
  });
});

describe('textTable', () => {
  it('lines up wide characters too', () => {
    const lines = textTable({
      header: ['数据集', 'n'],
      rows: [
        ['all', '12'],
        ['息肉', '3'],
      ],
    }).split('\n');
    expect(columnsOf('息肉')).toBe(4);
    expect(new Set(lines.map(columnsOf))).toEqual(new Set([10]));
    expect(textTable(lesionTable(metrics.sets, evaluateMessages('zh')))).toContain('Kvasir-SEG test');
  });
});
