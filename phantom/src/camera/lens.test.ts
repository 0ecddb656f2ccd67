import { describe, expect, it } from 'vitest';
import { Lens } from './lens.js';
import { lookAlong, toCamera } from './pose.js';

describe('Lens', () => {
  const lens = new Lens({ side: 80, fieldOfView: 150, corner: 0.17 });

  it('projects every ray back onto its own pixel', () => {
    for (let k = 0; k < 80 * 80; k += 37) {
      const place = lens.project(lens.rays[k * 3]!, lens.rays[k * 3 + 1]!, lens.rays[k * 3 + 2]!);
      expect(place?.[0]).toBeCloseTo((k % 80) + 0.5, 3);
      expect(place?.[1]).toBeCloseTo(Math.floor(k / 80) + 0.5, 3);
    }
  });

  it('cuts its corners, keeps its middle, and sees nothing behind', () => {
    expect(lens.mask[0]).toBe(0);
    expect(lens.mask[40 * 80 + 40]).toBe(1);
    expect(lens.project(0, 0, -1)).toBeNull();
  });

  it('sees as wide as stated across its corners', () => {
    const half = Math.hypot(40, 40 - 80 * 0.17) * lens.pixelAngle;
    expect((half * 360) / Math.PI).toBeCloseTo(150, 6);
  });
});

describe('lookAlong', () => {
  it('keeps up up and right right', () => {
    const pose = lookAlong([0, 0, 0], [0, 0, 2], [0, 1, 0], 0, 0);
    expect(toCamera(pose, [0, 0, 1])[2]).toBeCloseTo(1);
    expect(toCamera(pose, [0, 1, 0])[1]).toBeCloseTo(-1);
    const [x, y, z] = [pose.right, pose.down, pose.forward];
    // Right-handed: right × down = forward.
    expect(x[1] * y[2] - x[2] * y[1]).toBeCloseTo(z[0]);
    expect(x[2] * y[0] - x[0] * y[2]).toBeCloseTo(z[1]);
    expect(x[0] * y[1] - x[1] * y[0]).toBeCloseTo(z[2]);
  });
});
