import { beforeAll, describe, expect, it } from 'vitest';
import type { Gaze } from '../scene/scenario.js';
import { WITHDRAWAL } from '../scene/withdrawal.js';
import { loadPhantomTruth } from '../truth/clip.js';
import { FrameTruthSchema } from '../truth/schema.js';
import { Film, type FilmFrame, FPS } from './film.js';
import { SCREEN } from './screen.js';

/** A small field keeps a frame well below a second. */
const SIDE = 120;
/** The same look at the place where P4 is rooted, which is there with and without the polyp. */
const still = (gaze: Gaze): Gaze => ({ ...gaze, target: { s: 106, angle: 0.2 } });
const at = (seconds: number): number => Math.round(seconds * FPS);

describe('Film', () => {
  let film: Film;
  let view: FilmFrame;
  beforeAll(() => {
    film = new Film(WITHDRAWAL, 1, SIDE);
    view = film.frame(at(32));
  }, 60_000);

  it('gives the same pixels and truth for the same seed, in any order', () => {
    const other = new Film(WITHDRAWAL, 1, SIDE);
    other.frame(at(9));
    const again = other.frame(at(32));
    expect(Buffer.compare(again.rgb, view.rgb)).toBe(0);
    expect(again.truth).toEqual(view.truth);
  }, 60_000);

  it('still gives what the committed clip was rendered with', async () => {
    const { frames } = await loadPhantomTruth();
    const full = new Film(WITHDRAWAL, 1);
    for (const index of [at(9), at(32)]) expect(full.frame(index).truth).toEqual(frames[index]);
  }, 60_000);

  it('gives another colon for another seed', () => {
    const again = new Film(WITHDRAWAL, 2, SIDE).frame(at(32));
    expect(Buffer.compare(again.rgb, view.rgb)).not.toBe(0);
  }, 60_000);

  it('boxes the polyp: without it, the picture changes in its box and hardly elsewhere', () => {
    const lesion = view.truth.lesions.find((l) => l.id === 'P4');
    const bare = { ...WITHDRAWAL, polyps: WITHDRAWAL.polyps.filter((p) => p.id !== 'P4') };
    const gazes = WITHDRAWAL.gazes.map((g) =>
      'lesion' in g.target && g.target.lesion === 'P4' ? still(g) : g,
    );
    const target = { ...WITHDRAWAL, gazes };
    const withPolyp = new Film(target, 1, SIDE).frame(at(32));
    const without = new Film({ ...bare, gazes }, 1, SIDE).frame(at(32));
    const [x, y, w, h] = withPolyp.truth.lesions.find((l) => l.id === 'P4')!.box;
    let inside = 0;
    let elsewhere = 0;
    for (let row = 0; row < SCREEN.height; row++) {
      for (let col = 0; col < SCREEN.width; col++) {
        const k = (row * SCREEN.width + col) * 3;
        if (Math.abs(withPolyp.rgb[k + 1]! - without.rgb[k + 1]!) < 35) continue;
        const u = col / SCREEN.width;
        const v = row / SCREEN.height;
        if (u > x - 0.02 && u < x + w + 0.02 && v > y - 0.02 && v < y + h + 0.02) inside++;
        else elsewhere++;
      }
    }
    expect(inside).toBeGreaterThan(0.05 * w * h * SCREEN.width * SCREEN.height);
    expect(elsewhere).toBeLessThan(0.35 * inside);
    expect(lesion?.visibleFraction).toBeGreaterThan(0.4);
  }, 60_000);

  it('tells the phases, and nothing of the colon outside it', () => {
    const outside = film.frame(at(1)).truth;
    expect(outside).toMatchObject({ organ: 'outside', phase: 'outside', arcMm: null, lesions: [] });
    expect(film.frame(at(4)).truth.phase).toBe('insertion');
    expect(view.truth.phase).toBe('withdrawal');
    expect(film.frame(at(9)).truth.caecum).toBe(true);
  });

  it('writes truth that its own schema accepts', () => {
    for (const t of [0, 2.3, 4, 29.7, 32]) FrameTruthSchema.parse(film.frame(at(t)).truth);
  });

  it('keeps everything outside the field free of mucosa, and says that it is no patient', () => {
    let lit = 0;
    for (let row = 0; row < SCREEN.height; row++) {
      for (let col = 0; col < SCREEN.fieldX - 2; col++) {
        const k = (row * SCREEN.width + col) * 3;
        if (view.rgb[k]! > view.rgb[k + 1]! + 60) lit++;
      }
    }
    expect(lit).toBe(0);
    const caption = view.rgb.subarray(26 * SCREEN.width * 3, 40 * SCREEN.width * 3);
    expect(Math.max(...caption)).toBeGreaterThan(200);
  });
});
