import { describe, expect, it } from 'vitest';
import { random } from '../testing/synthetic.js';
import { flat, tunnel } from '../testing/tunnel.js';
import { clarityOf } from './clarity.js';
import { smallPicture } from './small-picture.js';

const of = (frame: Parameters<typeof smallPicture>[0]) => clarityOf(smallPicture(frame));

describe('clarityOf', () => {
  it('finds fine detail sharp and an even wall not', () => {
    const sharp = flat([150, 100, 80]);
    const next = random(3);
    for (let i = 0; i < sharp.rgb.length; i++) sharp.rgb[i] = (sharp.rgb[i] ?? 0) + 20 * next();
    expect(of(sharp).sharpness).toBeGreaterThan(0.7);
    expect(of(flat([150, 100, 80])).sharpness).toBe(0);
  });

  it('finds a tunnel deep and a wall flat', () => {
    expect(of(tunnel({ at: [0.5, 0.5] })).depth).toBeGreaterThan(0.3);
    expect(of(flat([150, 100, 80])).depth).toBe(0);
  });

  it('finds red-out red, and says nothing of darkness', () => {
    expect(of(flat([220, 40, 10])).redness).toBeGreaterThan(0.75);
    expect(of(flat([0, 0, 0]))).toEqual({ sharpness: 0, depth: 0, redness: 0 });
  });
});
