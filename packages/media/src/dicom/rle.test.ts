import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRle } from './rle.js';

/** PackBits, literal runs only or with repeats, as an encoder may choose. */
function pack(bytes: Uint8Array): number[] {
  const out: number[] = [];
  for (let i = 0; i < bytes.length; ) {
    let run = 1;
    while (i + run < bytes.length && run < 128 && bytes[i + run] === bytes[i]) run += 1;
    if (run > 2) {
      out.push(257 - run, bytes[i]!);
      i += run;
    } else {
      out.push(0, bytes[i]!);
      i += 1;
    }
  }
  return out;
}

function frame(planes: readonly Uint8Array[]): Uint8Array {
  const head = new DataView(new ArrayBuffer(64));
  head.setUint32(0, planes.length, true);
  const body: number[] = [];
  planes.forEach((plane, i) => {
    head.setUint32(4 + i * 4, 64 + body.length, true);
    body.push(...pack(plane));
  });
  return Uint8Array.from([...new Uint8Array(head.buffer), ...body]);
}

describe('decodeRle', () => {
  it('gives back what was packed', () => {
    const plane = fc.uint8Array({ minLength: 12, maxLength: 12, max: 3 });
    fc.assert(
      fc.property(plane, plane, plane, (r, g, b) => {
        expect(decodeRle(frame([r, g, b]), 12, 3)).toEqual([r, g, b]);
      }),
    );
  });

  it('is null for damage, and never throws', () => {
    const good = frame([Uint8Array.from([1, 2, 3, 4])]);
    expect(decodeRle(good, 4, 3)).toBeNull();
    expect(decodeRle(good.subarray(0, 66), 4, 1)).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const planes = decodeRle(bytes, 4, 1);
        expect(planes === null || planes[0]?.length === 4).toBe(true);
      }),
    );
  });
});
