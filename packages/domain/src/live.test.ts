import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packFrame, unpackFrame, WIRE_HEADER_BYTES } from './live.js';

const frame = {
  frameId: 4_000_000_000,
  captureMs: 1234567.25,
  width: 3,
  height: 2,
  channels: 3 as const,
  field: { x: 0.25, y: 0, w: 0.5, h: 1 },
  pixels: Uint8Array.from({ length: 18 }, (_, i) => i),
};

describe('a frame on the wire', () => {
  it('comes out as it went in', () => {
    const packed = packFrame(frame);
    expect(packed.length).toBe(WIRE_HEADER_BYTES + 18);
    expect(unpackFrame(packed)).toEqual(frame);
  });

  it('is refused when cut, padded or not a frame', () => {
    const packed = packFrame(frame);
    expect(unpackFrame(packed.subarray(0, packed.length - 1))).toBeNull();
    expect(unpackFrame(Uint8Array.from([...packed, 0]))).toBeNull();
    expect(unpackFrame(new Uint8Array(0))).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(unpackFrame(bytes)).toBeNull();
      }),
    );
  });

  it('never gives a frame whose pixels do not fill its size, whatever byte is flipped', () => {
    fc.assert(
      fc.property(fc.nat(WIRE_HEADER_BYTES - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const packed = packFrame(frame);
        packed[at] = (packed[at] ?? 0) ^ flip;
        const read = unpackFrame(packed);
        if (read) expect(read.pixels.length).toBe(read.width * read.height * read.channels);
      }),
    );
  });
});
