import { beforeAll, describe, expect, it } from 'vitest';
import { procedure } from '../procedure/index.js';
import type { Kind } from '../procedure/kinds.js';
import { CoverageTally, cellRows } from '../truth/coverage.js';
import { type ProcedureFrame, ProcedureFrameSchema } from '../truth/procedure-schema.js';
import { shareCovered } from '../truth/residue.js';
import { type Summary, summarise } from '../truth/summary.js';
import { ProcedureFilm } from './procedure-film.js';
import { SMALL_SCREEN } from './screen.js';

/** Tiny pictures of a short colon: a few milliseconds a frame. */
const film = (seed: number, kind: Kind, fps = 1, fieldSide = 48): ProcedureFilm =>
  new ProcedureFilm(procedure(seed, kind, { lengthMm: 700, pace: 0.6 }), {
    fieldSide,
    fps,
    screen: SMALL_SCREEN,
  });

describe('ProcedureFilm of a treatment', () => {
  let shown: ProcedureFilm;
  let frames: ProcedureFrame[];
  let summary: Summary;
  beforeAll(() => {
    shown = film(6, 'treatment');
    const tally = new CoverageTally(cellRows(shown.procedure.organ.cap.start));
    frames = Array.from({ length: shown.frames }, (_, i) => {
      const { truth, cells } = shown.frame(i);
      tally.add(i, cells, truth.stage === 'withdrawal');
      return truth;
    });
    summary = summarise(shown.scene, frames, 1, tally);
  });

  it('writes truth that its own schema accepts', () => {
    for (const frame of frames) ProcedureFrameSchema.parse(frame);
  });

  it('gives the same picture and truth in any order', () => {
    const other = film(6, 'treatment');
    for (const index of [70, 30]) {
      const [a, b] = [other.frame(index), shown.frame(index)];
      expect(Buffer.compare(a.rgb, b.rgb)).toBe(0);
      expect(a.truth).toEqual(frames[index]);
      expect(a.cells).toEqual(b.cells);
    }
  });

  it('adds its times up to the whole', () => {
    const { times } = summary;
    const count = (phase: string): number => frames.filter((f) => f.phase === phase).length * 1000;
    expect(times.effectiveWithdrawalMs).toBe(count('withdrawal'));
    expect(times.treatmentMs).toBe(count('treatment'));
    expect(times.insertionMs).toBeLessThan(times.caecumMs!);
    expect(times.caecumMs!).toBeLessThan(times.withdrawalMs!);
    expect(times.withdrawalMs!).toBeLessThan(times.endMs);
    const inside = times.endMs - times.withdrawalMs!;
    const back = frames.filter((f) => f.stage === 'withdrawal');
    expect(Math.abs(back.length * 1000 - inside)).toBeLessThanOrEqual(1000);
    expect(new Set(back.map((f) => f.phase))).toEqual(new Set(['obscured', 'treatment', 'withdrawal']));
  });

  it('shows the caecum while it is there, and only there', () => {
    expect(frames.some((f) => f.stage === 'caecum' && f.caecum)).toBe(true);
    for (const f of frames.filter((x) => x.caecum)) expect(['ascending', 'caecum']).toContain(f.segment);
  });

  it('shows an instrument with a box in treatment, and the lesion never again', () => {
    const [tool] = shown.procedure.tools;
    const during = frames.filter((f) => f.timeMs >= tool!.fromS * 1000 && f.timeMs < tool!.toS * 1000);
    expect(during.some((f) => f.phase === 'treatment' && f.instrument?.kind === tool!.kind)).toBe(true);
    expect(during.some((f) => f.lesions.some((l) => l.id === tool!.lesion))).toBe(true);
    const after = frames.filter((f) => f.timeMs > tool!.toS * 1000);
    expect(after.some((f) => f.lesions.some((l) => l.id === tool!.lesion))).toBe(false);
  });

  it('sees part of the wall, more of it over time, and less on the way back than in all', () => {
    for (const segment of summary.segments) {
      expect(segment.reached).toBe(true);
      expect(segment.seenBack).toBeLessThanOrEqual(segment.seen);
      expect(segment.seen).toBeGreaterThan(0.15);
    }
    const { firstSeen } = summary.coverage!;
    expect(firstSeen.some((f) => f < 0)).toBe(true);
    expect(Math.max(...firstSeen)).toBeLessThan(frames.length);
  });
});

describe('ProcedureFilm of other kinds', () => {
  it('never shows the caecum when the examination stops early', () => {
    const early = film(3, 'early-stop', 0.25, 48);
    const frames = Array.from({ length: early.frames }, (_, i) => early.frame(i).truth);
    expect(frames.some((f) => f.stage === 'withdrawal')).toBe(true);
    expect(frames.every((f) => !f.caecum && !f.valve && f.segment !== 'caecum')).toBe(true);
  });

  it('washes: what lay in the stretch is gone afterwards, and water is in view meanwhile', () => {
    const dirty = film(2, 'dirty', 10);
    const wash = dirty.procedure.washes[0]!;
    const [from, to] = [wash.from + 10, wash.to - 10];
    const before = shareCovered(dirty.scene, wash.fromS - 1, from, to);
    const after = shareCovered(dirty.scene, wash.toS + 1, from, to);
    expect(before).toBeGreaterThan(after + 0.03);
    const during = dirty.frame(Math.round(10 * (wash.fromS + 1))).truth;
    expect(during.washing).toBe(true);
    expect(during.stage).toBe('withdrawal');
  });

  it('takes a stomach for the upper tract, without colonic findings', () => {
    const stomach = film(1, 'gastroscopy', 0.1);
    const frames = Array.from({ length: stomach.frames }, (_, i) => stomach.frame(i).truth);
    const inside = frames.filter((f) => f.organ !== 'outside');
    expect(inside.length).toBeGreaterThan(3);
    for (const f of inside) {
      expect(f).toMatchObject({ organ: 'upper', stage: 'examination', segment: null, caecum: false });
    }
  });
});
