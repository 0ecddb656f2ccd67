import { afterEach, describe, expect, it, vi } from 'vitest';
import { FFMPEG_HINT, findTools, passthroughOption, requireTools } from './find.js';

const found = (version: string) => ({ path: 'ffmpeg', version, from: 'PATH' as const });

describe('FFmpeg', { timeout: 120_000 }, () => {
  afterEach(() => vi.unstubAllEnvs());

  it('that is missing is said to be missing, and how to get it', async () => {
    vi.stubEnv('PATH', '');
    vi.stubEnv('HAUSTRA_FFMPEG', '/nowhere/ffmpeg');
    expect(await findTools()).toEqual({ ffmpeg: null, ffprobe: null });
    await expect(requireTools()).rejects.toMatchObject({ code: 'missing-tool', hint: FFMPEG_HINT });
    expect(FFMPEG_HINT).toContain('apt-get install ffmpeg');
  });

  it('is taken from the setting before PATH, with ffprobe beside it', async () => {
    const { ffmpeg } = await findTools();
    if (ffmpeg === null) throw new Error('these tests need FFmpeg: apt-get install ffmpeg');
    vi.stubEnv('HAUSTRA_FFMPEG', ffmpeg.path);
    const tools = await findTools();
    expect(tools.ffmpeg).toEqual({ ...ffmpeg, from: 'HAUSTRA_FFMPEG' });
    expect(tools.ffprobe?.from).toBe('HAUSTRA_FFMPEG');
  });

  it('keeps every frame by the option that its version knows', () => {
    for (const old of ['4.4.2-0ubuntu1', '5.0.1', 'n4.3']) {
      expect(passthroughOption(found(old))[0]).toBe('-vsync');
    }
    for (const young of ['5.1.9-0+deb12u1', '7.1', 'n6.0', 'N-109468-gd39b34123d']) {
      expect(passthroughOption(found(young))[0]).toBe('-fps_mode');
    }
  });
});
