import { describe, expect, it } from 'vitest';
import { drawFrame } from './draw.js';
import { eraseFrame } from './erase.js';
import { CENTRE, fromMiddle, type Raster } from './raster.js';
import { redrawFrame } from './redraw.js';

const SIDE = 64;
const PINK = [200, 110, 90] as const;
const ids = Array.from({ length: 60 }, (_, i) => `source/${i}`);

/** A made-up picture of one colour, or with each pixel as `colourOf` says. */
function picture(colourOf: (x: number, y: number) => readonly number[] = () => PINK): Raster {
  const colours = Array.from({ length: SIDE * SIDE }, (_, at) => colourOf(at % SIDE, Math.floor(at / SIDE)));
  return { width: SIDE, height: SIDE, rgb: Uint8Array.from(colours.flat()) };
}
const at = ({ rgb }: Raster, x: number, y: number) => [
  ...rgb.subarray((y * SIDE + x) * 3, (y * SIDE + x) * 3 + 3),
];
const differs = (a: Raster, b: Raster, x: number, y: number) => `${at(a, x, y)}` !== `${at(b, x, y)}`;
const all = [...new Array(SIDE * SIDE).keys()].map((i) => [i % SIDE, Math.floor(i / SIDE)] as const);

describe('redrawFrame', () => {
  const texture = picture((x, y) => [(x * 37 + y * 11) % 256, (x * 5) % 256, (y * 91) % 256]);

  it('gives one id the same frame and most ids frames of their own', () => {
    const drawn = ids.map((id) => Buffer.from(redrawFrame(texture, id).rgb).toString('hex'));
    expect(drawn).toEqual(ids.map((id) => Buffer.from(redrawFrame(texture, id).rgb).toString('hex')));
    expect(new Set(drawn).size).toBeGreaterThan(45);
  });

  it('never touches the centre, nor the picture that it was given', () => {
    const before = texture.rgb.slice();
    const centre = all.filter(([x, y]) => fromMiddle(texture, x, y) < CENTRE);
    expect(centre.length).toBeGreaterThan(600);
    for (const id of ids) {
      const drawn = redrawFrame(texture, id);
      expect(centre.filter(([x, y]) => differs(drawn, texture, x, y))).toEqual([]);
    }
    expect(texture.rgb).toEqual(before);
  });

  it('keeps what else the picture carries', () => {
    expect(redrawFrame({ ...texture, field: 'all' }, 'a')).toMatchObject({ field: 'all', width: SIDE });
  });
});

describe('drawFrame', () => {
  const plain = picture();
  const drawn = ids.map((id) => redrawFrame(plain, id));

  it('changes corners in most pictures, each corner in some and not in others', () => {
    const changed = [0, SIDE - 1].flatMap((x) =>
      [0, SIDE - 1].map((y) => drawn.filter((d) => differs(d, plain, x, y)).length),
    );
    for (const count of changed) {
      expect(count).toBeGreaterThan(ids.length / 2);
      expect(count).toBeLessThan(ids.length);
    }
  });

  it('colours corners near black mostly, but not always', () => {
    const dark = drawn.filter((d) => differs(d, plain, 0, 0) && Math.max(...at(d, 0, 0)) < 28).length;
    const bright = drawn.filter((d) => differs(d, plain, 0, 0) && Math.max(...at(d, 0, 0)) >= 28).length;
    expect(dark).toBeGreaterThan(bright);
    expect(bright).toBeGreaterThan(0);
  });

  /** Numbers for drawFrame in its order; the last one again and again. */
  const numbers = (...given: number[]) => {
    let next = 0;
    return () => given[Math.min(next++, given.length - 1)] ?? 0;
  };
  const PLAIN = [0.99, 0, 0.5, 0.5, 0.5];

  it('draws an inset into one corner and nothing else when the numbers say so', () => {
    const drawing = picture();
    const [there, wide, high, left, lower] = [0.1, 0.5, 0.5, 0.1, 0.9];
    drawFrame(drawing, numbers(...PLAIN, there, wide, high, left, lower, 0, 0.9));
    const painted = all.filter(([x, y]) => differs(drawing, plain, x, y));
    expect(painted).toEqual(all.filter(([x, y]) => x < 16 && y >= 48));
    expect(at(drawing, 0, SIDE - 1)).toEqual([25, 25, 25]);
  });

  it('prints marks at a side when the numbers say so', () => {
    const drawing = picture();
    const [noInset, marks] = [0.9, 0.5];
    drawFrame(drawing, numbers(...PLAIN, noInset, marks, 0.5));
    const painted = all.filter(([x, y]) => differs(drawing, plain, x, y));
    expect(painted.length).toBeGreaterThan(10);
    expect(painted.every(([x]) => x < SIDE / 4)).toBe(true);
    expect(painted.every(([x, y]) => new Set(at(drawing, x, y)).size === 1)).toBe(true);
  });
});

describe('eraseFrame', () => {
  it('fills black corners and a black inset with the picture beside them, up to the rim', () => {
    const framed = picture((x, y) => {
      const inset = x < 20 && y >= SIDE - 20;
      const corner = x + y < 16 || SIDE - 1 - x + y < 16;
      return inset || corner ? [6, 4, 9] : PINK;
    });
    const erased = eraseFrame(framed);
    const plain = picture();
    expect(all.filter(([x, y]) => differs(erased, plain, x, y))).toEqual([]);
  });

  it('leaves black that is inside the picture, such as the lumen', () => {
    const lumen = picture((x, y) => (Math.hypot(x - 32, y - 32) < 12 ? [5, 5, 5] : PINK));
    expect(eraseFrame(lumen)).toEqual(lumen);
  });

  it('flattens print in the margin and leaves bright spots near the middle', () => {
    const printed = picture((x, y) =>
      (x === 4 && y > 10 && y < 20) || (x === 32 && y === 20) ? [255, 255, 255] : PINK,
    );
    const erased = eraseFrame(printed);
    expect(at(erased, 4, 15)).toEqual([...PINK]);
    expect(at(erased, 32, 20)).toEqual([255, 255, 255]);
  });

  it('gives back a picture that is black throughout', () => {
    const black = picture(() => [0, 0, 0]);
    expect(eraseFrame(black)).toEqual(black);
  });
});
