import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { loadModel } from '../model/catalogue.js';
import { picture, TINY } from '../testing/tiny.js';
import { whyNot } from './hardware.js';
import { startAnalyser } from './start.js';
import type { Analyser } from './types.js';

/** Debian's Chromium brings a software driver, by which the road over WebGPU can be walked without a graphics card. */
const SOFTWARE_DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json';
const open: Analyser[] = [];
const driver = process.env.VK_ICD_FILENAMES;

afterEach(async () => {
  if (driver === undefined) delete process.env.VK_ICD_FILENAMES;
  else process.env.VK_ICD_FILENAMES = driver;
  await Promise.all(open.splice(0).map((analyser) => analyser.close()));
});

async function start(provider: 'auto' | 'cpu' | 'webgpu' | 'cuda'): Promise<Analyser> {
  const analyser = await startAnalyser(await loadModel(TINY), { provider });
  open.push(analyser);
  return analyser;
}

describe('providers', () => {
  it('auto measures what loads, takes the fastest, and says of every other why not', async () => {
    const { provider, precision, providers } = (await start('auto')).info;
    expect(providers.map((p) => p.provider)).toEqual(['cpu', 'webgpu', 'cuda']);
    for (const trial of providers) expect(trial.why).not.toBe('');
    expect(providers.find((p) => p.provider === provider)).toMatchObject({
      precision,
      ms: expect.any(Number),
      why: expect.stringMatching(/^chosen: /),
    });
    expect(providers.filter((p) => p.why.startsWith('chosen'))).toHaveLength(1);
  });

  it.skipIf(whyNot('cuda') === null)(
    'one that is asked for and does not run here is an error that says what to do',
    async () => {
      await expect(start('cuda')).rejects.toMatchObject({
        code: 'unsupported',
        hint: 'Use the provider "cpu", or "auto" to take what works.',
      });
    },
  );

  it.skipIf(!existsSync(SOFTWARE_DRIVER))(
    'WebGPU answers as the processor does, but auto does not take a software driver (skipped: no software driver)',
    async () => {
      process.env.VK_ICD_FILENAMES = SOFTWARE_DRIVER;
      const frame = picture(1, {
        cells: [
          [204, 51],
          [102, 51],
          [153, 255],
        ],
        mask: 200,
        embedding: [1, 2, 3, 4, 5, 6, 7, 8],
      });
      const [cpu, webgpu] = [await start('cpu'), await start('webgpu')];
      expect(webgpu.info.provider).toBe('webgpu');
      const [one, other] = [await cpu.analyse(frame), await webgpu.analyse(frame)];
      expect(other.lesions.length).toBe(one.lesions.length);
      for (const [i, lesion] of one.lesions.entries()) {
        expect(other.lesions[i]?.score).toBeCloseTo(lesion.score, 6);
        expect(other.lesions[i]?.neoplastic).toBeCloseTo(lesion.neoplastic, 6);
      }
      expect(other.mask).toEqual(one.mask);
      const auto = await start('auto');
      expect(auto.info.providers.find((p) => p.provider === 'webgpu')).toMatchObject({
        ms: null,
        why: 'the only graphics driver is a software one',
      });
    },
  );
});
