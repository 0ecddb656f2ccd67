import { describe, expect, it } from 'vitest';
import { from422, interleave, toBytes, toRgb } from './colour.js';
import { codingOf } from './file.js';
import { frameTimes } from './times.js';

const one = (photometric: string, samples: number, values: number[]) =>
  Array.from(toRgb({ width: 1, height: 1, samples, photometric, values: Uint8Array.from(values) }).data);

describe('DICOM colour', () => {
  it('knows RGB, grey both ways round, and YBR', () => {
    expect(one('RGB', 3, [1, 2, 3])).toEqual([1, 2, 3]);
    expect(one('MONOCHROME2', 1, [10])).toEqual([10, 10, 10]);
    expect(one('MONOCHROME1', 1, [10])).toEqual([245, 245, 245]);
    expect(one('YBR_FULL', 3, [76, 85, 255])).toEqual([254, 0, 0]);
    expect(one('YBR_FULL', 3, [128, 128, 128])).toEqual([128, 128, 128]);
  });

  it('spreads the colour of a pair of pixels in YBR_FULL_422', () => {
    const { data } = from422(2, 1, Uint8Array.from([10, 200, 128, 128]));
    expect(Array.from(data)).toEqual([10, 10, 10, 200, 200, 200]);
  });

  it('joins planes', () => {
    expect(Array.from(interleave(Uint8Array.from([1, 2, 3, 4, 5, 6]), 2, 3))).toEqual([1, 3, 5, 2, 4, 6]);
  });

  it('brings deep samples to 8 bits by their stored bits or their window', () => {
    expect(Array.from(toBytes([0, 4095], 12, false, null))).toEqual([0, 255]);
    expect(Array.from(toBytes([-2048, 2047], 12, true, null))).toEqual([0, 255]);
    expect(Array.from(toBytes([0, 50, 100, 150], 12, false, { centre: 100, width: 100 }))).toEqual([
      0, 0, 128, 255,
    ]);
  });
});

describe('DICOM times and coding', () => {
  const tags = (values: Record<string, string>) => ({
    string: (tag: string) => values[tag],
    floatString: (tag: string) => (values[tag] === undefined ? undefined : Number(values[tag])),
    intString: (tag: string) => (values[tag] === undefined ? undefined : Number(values[tag])),
  });
  const times = (values: Record<string, string>, frames: number) =>
    frameTimes({ data: tags(values) as never, frames });

  it('takes the vector, the frame time, the rate, then 25 a second', () => {
    const vector = times({ x00181065: '0\\40\\60' }, 3);
    expect([0, 1, 2].map((i) => vector.timeMs(i))).toEqual([0, 40, 100]);
    expect(vector.fps).toBeNull();
    expect(times({ x00181063: '33.3' }, 3).timeMs(2)).toBeCloseTo(66.6);
    expect(times({ x00180040: '50' }, 3).timeMs(2)).toBeCloseTo(40);
    expect(times({}, 3).fps).toBe(25);
    expect(times({ x00181065: 'x\\y\\z' }, 3).fps).toBe(25);
  });

  it('tells how pixels are coded by their transfer syntax', () => {
    expect(codingOf('1.2.840.10008.1.2.1')).toBe('native');
    expect(codingOf('1.2.840.10008.1.2.5')).toBe('rle');
    expect(codingOf('1.2.840.10008.1.2.4.50')).toBe('jpeg');
    expect(codingOf('1.2.840.10008.1.2.4.70')).toBe('jpeg-other');
    expect(codingOf('1.2.840.10008.1.2.4.91')).toBe('jpeg2000');
    expect(codingOf('1.2.840.10008.1.2.4.102')).toBe('video');
    expect(codingOf('1.2.840.10008.1.2.4.103.1')).toBe('video');
    expect(codingOf('1.2.3')).toBeNull();
  });
});
