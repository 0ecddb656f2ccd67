import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Lens } from '../camera/lens.js';
import {
  loadAnyTruth,
  loadPhantomTruth,
  loadProcedureTruth,
  phantomClipPath,
  phantomTruthPath,
} from './clip.js';
import { lesionPixels } from './measure.js';
import type { ClipTruth } from './schema.js';

describe('lesionPixels', () => {
  it('boxes exactly the pixels of its lesion, in fractions of the whole picture', () => {
    const lens = new Lens({ side: 48, fieldOfView: 150, corner: 0.17 });
    const buffer = new Uint8Array(48 * 48);
    for (let row = 20; row < 26; row++) for (let col = 12; col < 22; col++) buffer[row * 48 + col] = 2;
    const found = lesionPixels(buffer, 2, new Float32Array(48 * 48 * 3).fill(100), lens);
    const [x, y, w, h] = found!.box;
    expect(x * 640).toBeCloseTo(152 + 120, 0);
    expect(y * 512).toBeCloseTo(16 + 200, 0);
    expect(w * 640).toBeCloseTo(100, 0);
    expect(h * 512).toBeCloseTo(60, 0);
    expect(found!.area).toBeCloseTo(6000 / (640 * 512), 5);
    expect(found!.luma).toBeCloseTo(100, 1);
    expect(lesionPixels(buffer, 1, new Float32Array(48 * 48 * 3), lens)).toBeNull();
  });
});

describe('loadPhantomTruth', () => {
  it('says what to do when the file is missing or is something else', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'phantom-'));
    await expect(loadPhantomTruth(join(dir, 'none.json'))).rejects.toMatchObject({ code: 'not-found' });
    await writeFile(join(dir, 'other.json'), '{"format":"x"}');
    await expect(loadPhantomTruth(join(dir, 'other.json'))).rejects.toMatchObject({ code: 'unreadable' });
    await rm(dir, { recursive: true });
  });
});

describe('loadAnyTruth', () => {
  it('tells the truth of a clip by its version', async () => {
    expect((await loadAnyTruth(phantomTruthPath())).version).toBe(1);
    await expect(loadProcedureTruth(phantomTruthPath())).rejects.toMatchObject({ code: 'unreadable' });
  });
});

describe('the committed clip', () => {
  let truth: ClipTruth;
  beforeAll(async () => {
    truth = await loadPhantomTruth();
  });
  const seen = (id: string): number[] =>
    truth.frames
      .filter(
        (f) => f.usable && f.lesions.some((l) => l.id === id && l.visibleFraction > 0.3 && l.area > 0.004),
      )
      .map((f) => f.timeMs);

  it('is small enough to live in the repository', async () => {
    expect((await stat(phantomClipPath())).size).toBeLessThan(8 * 1024 * 1024);
  });

  it('has a truth for every frame, 40 ms apart', () => {
    expect(truth.frames.length).toBe(1000);
    truth.frames.forEach((f, i) => {
      expect([f.frame, f.timeMs]).toEqual([i, i * 40]);
    });
  });

  it('shows at least four polyps of three Paris classes, each for two seconds or more', () => {
    const shown = truth.lesions.filter((l) => seen(l.id).length >= 50);
    expect(shown.length).toBeGreaterThanOrEqual(4);
    expect(new Set(shown.map((l) => l.paris))).toEqual(new Set(['0-Is', '0-Ip', '0-IIa']));
  });

  it('lets one polyp leave the view and come back', () => {
    const leaves = truth.lesions.some((l) => {
      const near = truth.frames
        .filter((f) => f.phase === 'withdrawal')
        .map((f) => f.lesions.some((x) => x.id === l.id));
      const text = near.map((v) => (v ? '1' : '0')).join('');
      return /1{25,}0{8,}1{25,}/.test(text);
    });
    expect(leaves).toBe(true);
  });

  it('has an outside, an insertion, a caecum, a withdrawal, a blurred stretch and a touch of the wall', () => {
    expect(new Set(truth.frames.map((f) => f.phase))).toEqual(
      new Set(['outside', 'insertion', 'withdrawal']),
    );
    expect(truth.frames.filter((f) => f.caecum).length).toBeGreaterThan(50);
    expect(truth.frames.some((f) => f.blurPx > 5)).toBe(true);
    expect(truth.frames.some((f) => f.phase === 'withdrawal' && f.contact > 0.9)).toBe(true);
  });
});
