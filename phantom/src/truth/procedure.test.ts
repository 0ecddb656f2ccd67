import { stat } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { procedure } from '../procedure/index.js';
import { ProcedureFilm } from '../render/procedure-film.js';
import { SMALL_SCREEN } from '../render/screen.js';
import { loadProcedureTruth, phantomProcedurePath } from './clip.js';
import { shareSeen } from './coverage.js';
import type { ProcedureTruth } from './procedure-schema.js';

describe('the committed procedure', () => {
  let truth: ProcedureTruth;
  beforeAll(async () => {
    truth = await loadProcedureTruth();
  });

  it('is small, says that it is synthetic, and has a truth for every frame', async () => {
    expect((await stat(phantomProcedurePath())).size).toBeLessThan(3 * 1024 * 1024);
    expect(truth.synthetic).toBe(true);
    truth.frames.forEach((f, i) => {
      expect([f.frame, f.timeMs]).toEqual([i, i * 125]);
    });
  });

  it('is what the code still renders', () => {
    const options = { lengthMm: truth.lengthMm, pace: truth.pace };
    const film = new ProcedureFilm(procedure(truth.seed, truth.kind, options), {
      fieldSide: truth.tracedSide,
      fps: truth.fps,
      screen: SMALL_SCREEN,
    });
    expect(film.frames).toBe(truth.frames.length);
    for (const index of [5, 300, 600]) {
      const { newCells: _first, ...frame } = truth.frames[index]!;
      expect(film.frame(index).truth).toEqual(frame);
    }
  });

  it('goes all the way, and comes back', () => {
    const { times, events } = truth;
    const [caecum, back] = [times.caecumMs!, times.withdrawalMs!];
    expect([times.insertionMs, caecum, back, times.endMs]).toEqual(
      [times.insertionMs, caecum, back, times.endMs].sort((a, b) => a - b),
    );
    expect(truth.frames.some((f) => f.caecum && f.timeMs >= caecum && f.timeMs < back)).toBe(true);
    const happened = new Set(events.map((e) => e.what));
    for (const what of ['polyp-treated', 'wash', 'narrow-band', 'retroflexion', 'wall-contact'] as const) {
      expect(happened).toContain(what);
    }
    const tools = new Set(truth.frames.flatMap((f) => f.instrument?.kind ?? []));
    expect(tools).toEqual(new Set(['forceps', 'snare']));
  });

  it('lets the frames tell the same coverage as the grid', () => {
    const { firstSeen } = truth.coverage!;
    const told = truth.frames.flatMap((f) => (f.newCells ?? []).map((cell) => [cell, f.frame] as const));
    expect(told.length).toBe(firstSeen.filter((f) => f >= 0).length);
    for (const [cell, frame] of told) expect(firstSeen[cell]).toBe(frame);
    for (const s of truth.segments) {
      expect(shareSeen(truth.coverage!, firstSeen, s.fromMm, s.toMm)).toBeCloseTo(s.seen, 1);
    }
  });
});
