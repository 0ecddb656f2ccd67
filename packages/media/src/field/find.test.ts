import { iou, type Rect, WHOLE } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findField, findFieldOver } from './find.js';
import type { FieldPicture } from './picture.js';

const W = 240;
const H = 180;

interface Scene {
  readonly shape: 'circle' | 'octagon' | 'rectangle';
  readonly field: Rect;
  readonly border: number;
  readonly light: number;
  readonly lumen: boolean;
  readonly text: boolean;
  readonly inset: boolean;
  readonly channels: 3 | 4;
}

/** Whether a point, −1…1 in the field's own directions, belongs to its shape. */
function inShape(shape: Scene['shape'], u: number, v: number): boolean {
  if (Math.abs(u) > 1 || Math.abs(v) > 1) return false;
  if (shape === 'circle') return u * u + v * v <= 1;
  return shape === 'rectangle' || Math.abs(u) + Math.abs(v) <= 1.5;
}

/** A processor's screen: mucosa in a shape, noise, a dark lumen, letters in the border, a small picture beside it. */
function draw(scene: Scene): FieldPicture {
  const { field, border, light, channels } = scene;
  const data = new Uint8Array(W * H * channels).fill(255);
  let seed = 7;
  const noise = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % 5;
  };
  const left = field.x * W;
  const top = field.y * H;
  const right = left + field.w * W;
  for (let y = 0; y < H; y += 1) {
    for (let x = 0; x < W; x += 1) {
      const u = ((x + 0.5 - left) / (field.w * W)) * 2 - 1;
      const v = ((y + 0.5 - top) / (field.h * H)) * 2 - 1;
      const rgb = [border, border, border];
      if (inShape(scene.shape, u, v)) {
        const dark = scene.lumen && (u - 0.2) ** 2 + (v - 0.1) ** 2 < 0.2 ? 0.15 : 1;
        [light, light * 0.55, light * 0.4].forEach((c, i) => {
          rgb[i] = Math.round(c * dark) + noise();
        });
      } else if (
        scene.text &&
        x < left - 10 &&
        y % 14 < 8 &&
        y > 15 &&
        y < 105 &&
        (x % 7 < 2 || y % 14 < 2)
      ) {
        rgb.fill(230);
      } else if (scene.inset && x > right + 8 && x < right + 30 && y > 135 && y < 158) {
        rgb.fill(90);
      }
      data.set(rgb, (y * W + x) * channels);
    }
  }
  return { width: W, height: H, data, channels };
}

const scenes = fc.record({
  shape: fc.constantFrom('circle' as const, 'octagon' as const, 'rectangle' as const),
  field: fc.record({
    x: fc.double({ min: 0.18, max: 0.3, noNaN: true }),
    y: fc.double({ min: 0.02, max: 0.12, noNaN: true }),
    w: fc.double({ min: 0.42, max: 0.52, noNaN: true }),
    h: fc.double({ min: 0.62, max: 0.85, noNaN: true }),
  }),
  border: fc.integer({ min: 0, max: 18 }),
  light: fc.integer({ min: 90, max: 240 }),
  lumen: fc.boolean(),
  text: fc.boolean(),
  inset: fc.boolean(),
  channels: fc.constantFrom(3 as const, 4 as const),
});

describe('findField', () => {
  it('finds circles, octagons and rectangles among letters and insets', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        expect(iou(findField(draw(scene)), scene.field)).toBeGreaterThan(0.93);
      }),
      { numRuns: 60, seed: 1 },
    );
  }, 600_000);

  it('is the whole picture where there is no border', () => {
    const found = findField(draw({ ...plain, shape: 'rectangle', field: WHOLE }));
    expect(iou(found, WHOLE)).toBeGreaterThan(0.99);
  });

  it('is the whole picture where it is too dark to say', () => {
    const data = new Uint8Array(W * H * 3).fill(4);
    expect(findField({ width: W, height: H, data, channels: 3 })).toEqual(WHOLE);
    expect(findFieldOver([{ width: W, height: H, data, channels: 3 }])).toBeNull();
  });

  it('joins what is lit at different moments', () => {
    const whole = draw(plain);
    const half = (keep: (x: number) => boolean) => {
      const data = Uint8Array.from(whole.data, (v, i) => (keep(Math.floor(i / 3) % W) ? v : 2));
      return { ...whole, data };
    };
    const found = findFieldOver([half((x) => x < W / 2), half((x) => x >= W / 2)]);
    expect(found === null ? 0 : iou(found, plain.field)).toBeGreaterThan(0.93);
  });

  it('takes one of two pictures that stand side by side, not both', () => {
    const one = { x: 0.04, y: 0.2, w: 0.42, h: 0.6 };
    const two = { x: 0.54, y: 0.2, w: 0.42, h: 0.6 };
    const a = draw({ ...plain, field: one });
    const b = draw({ ...plain, field: two });
    const data = Uint8Array.from(a.data, (v, i) => Math.max(v, b.data[i] ?? 0));
    const found = findField({ ...a, data });
    expect(Math.max(iou(found, one), iou(found, two))).toBeGreaterThan(0.93);
  });

  it('reads pictures of one pixel and of odd shapes', () => {
    for (const [width, height] of [
      [1, 1],
      [1, 500],
      [500, 1],
      [3, 2],
    ] as const) {
      const data = new Uint8Array(width * height * 3).fill(200);
      expect(iou(findField({ width, height, data, channels: 3 }), WHOLE)).toBeGreaterThan(0.9);
    }
  });
});

const plain: Scene = {
  shape: 'octagon',
  field: { x: 0.25, y: 0.1, w: 0.5, h: 0.8 },
  border: 0,
  light: 180,
  lumen: false,
  text: false,
  inset: false,
  channels: 3,
};
