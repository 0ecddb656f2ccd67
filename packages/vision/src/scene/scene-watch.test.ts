import type { FrameFindings } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { tunnel } from '../testing/tunnel.js';
import { SceneWatch, signsOf } from './scene-watch.js';

const drawnBack = Array.from({ length: 12 }, (_, i) =>
  tunnel({ at: [0.5, 0.5], in: -0.02 * i, timeMs: i * 40 }),
);

describe('SceneWatch', () => {
  it('remembers the frames before, and only those of its own source', () => {
    const watch = new SceneWatch();
    const scenes = drawnBack.map((frame) => watch.see(frame));
    expect(scenes[0]!.motion).toBeNull();
    expect(scenes.at(-1)!.pace).toBeLessThan(-0.3);
    expect(new SceneWatch().see(drawnBack.at(-1)!).motion).toBeNull();
  });

  it('gives the speed as a sign, and nothing that nobody measured', () => {
    const watch = new SceneWatch();
    const last = drawnBack.map((frame) => watch.see(frame)).at(-1)!;
    const findings = { signs: undefined } as FrameFindings;
    expect(signsOf(findings, last)).toEqual({
      approach: last.pace,
      slip: last.slip,
      sharpness: last.clarity.sharpness,
      lumen: last.lumen?.at ?? null,
    });
    const signs = { instrument: 0.1, residue: 0.2, bubbles: 0.3 };
    expect(signsOf({ ...findings, signs }, null)).toEqual(signs);
  });
});
