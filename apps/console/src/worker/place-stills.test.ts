import { describe, expect, it } from 'vitest';
import type { Held } from './pairing.js';
import { PlaceStills } from './place-stills.js';
import type { FrameImage } from './stills.js';

const frame = (id: number) => ({ id, capturedAt: id * 40, picture: id as unknown as FrameImage });

describe('PlaceStills', () => {
  const drawn: unknown[] = [];
  const stills = () =>
    new PlaceStills(async (picture) => {
      drawn.push(picture);
      return new Blob([String(picture)]);
    });

  it('keeps the newest still of a place and gives it away once', async () => {
    const held = stills();
    held.hold(['caecum'], frame(1) as Held<FrameImage>);
    held.hold(['caecum', 'ascending'], frame(2) as Held<FrameImage>);
    held.hold([], frame(3) as Held<FrameImage>);
    const still = await held.take('caecum');
    expect(still).toMatchObject({ place: 'caecum', frameId: 2, capturedAt: 80 });
    expect(await still?.jpeg.text()).toBe('2');
    expect(await held.take('caecum')).toBeNull();
    expect(await held.take('ascending')).not.toBeNull();
    // One picture a frame, whatever it shows.
    expect(drawn).toEqual([1, 2]);
  });

  it('has nothing of an earlier examination, nor where the picture could not be made', async () => {
    const held = stills();
    held.hold(['caecum'], frame(1) as Held<FrameImage>);
    held.clear();
    expect(await held.take('caecum')).toBeNull();
    const failing = new PlaceStills(() => Promise.reject(new Error('no memory')));
    failing.hold(['caecum'], frame(1) as Held<FrameImage>);
    expect(await failing.take('caecum')).toBeNull();
  });
});
