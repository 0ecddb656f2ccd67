import { describe, expect, it } from 'vitest';
import { readProbe } from './probe.js';

const video = {
  index: 0,
  codec_type: 'video',
  codec_name: 'h264',
  width: 640,
  height: 480,
  avg_frame_rate: '30000/1001',
};

describe('readProbe', () => {
  it('reads size, rate and length', () => {
    const facts = readProbe({
      streams: [{ ...video, nb_frames: '90', duration: '3.003' }],
      format: { format_name: 'mov' },
    });
    expect(facts).toMatchObject({
      stream: 0,
      width: 640,
      height: 480,
      frames: 90,
      durationMs: 3003,
      interlaced: 'unknown',
    });
    expect(typeof facts === 'object' && facts?.fps).toBeCloseTo(29.97, 2);
  });

  it('turns the size with the picture, by side data or by tag', () => {
    const side = readProbe({ streams: [{ ...video, side_data_list: [{ rotation: -90 }] }] });
    const tag = readProbe({ streams: [{ ...video, tags: { rotate: '270' } }] });
    for (const facts of [side, tag]) expect(facts).toMatchObject({ width: 480, height: 640 });
    expect(readProbe({ streams: [{ ...video, side_data_list: [{ rotation: 180 }] }] })).toMatchObject({
      width: 640,
    });
  });

  it('takes no cover picture for a video, and no text for a film', () => {
    const cover = { ...video, disposition: { attached_pic: 1 } };
    const sound = { index: 1, codec_type: 'audio' };
    expect(readProbe({ streams: [cover, sound] })).toBe('no-video');
    expect(readProbe({ streams: [video], format: { format_name: 'tty' } })).toBeNull();
  });

  it('is null for anything that is no report of a picture', () => {
    for (const json of [null, {}, 'x', { streams: [] }, { streams: [{ ...video, width: 0 }] }]) {
      expect(readProbe(json)).toBeNull();
    }
  });

  it('knows interlaced video and odd frame rates', () => {
    expect(readProbe({ streams: [{ ...video, field_order: 'tt' }] })).toMatchObject({ interlaced: 'yes' });
    expect(readProbe({ streams: [{ ...video, field_order: 'progressive' }] })).toMatchObject({
      interlaced: 'no',
    });
    expect(readProbe({ streams: [{ ...video, avg_frame_rate: '0/0' }] })).toMatchObject({ fps: null });
  });
});
