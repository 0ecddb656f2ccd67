import {
  type Caecum,
  type Clocks,
  caecumHeld,
  caecumUnknown,
  clocks,
  type PhaseSpan,
  type Span,
} from '@haustra/clinical';
import type { JournalEntry } from '@haustra/domain';
import { caecumStep } from './caecum.js';

/** What a journal says of when. Examination time in milliseconds. */
export interface Timeline {
  readonly startMs: number;
  readonly endMs: number;
  /** In order, none overlapping, none empty. */
  readonly phases: readonly PhaseSpan[];
  readonly pauses: readonly Span[];
  /** Not analysed: the worker or the station was down. */
  readonly blind: readonly Span[];
  /** When the caecum was reached, as it holds: the doctor's word wins. */
  readonly caecumMs: number | null;
  /** When withdrawal began although no caecum held; null where it did not, or where insertion followed. */
  readonly turnedMs: number | null;
}

/** Folds the entries of an examination into its timeline, up to `untilMs` or its latest entry. Pure. */
export function timeline(entries: readonly JournalEntry[], untilMs?: number): Timeline {
  const latest = entries.reduce((max, entry) => Math.max(max, entry.atMs), 0);
  const endMs = Math.max(latest, untilMs ?? latest);
  const phases: PhaseSpan[] = [];
  const pauses: Span[] = [];
  const blind: Span[] = [];
  let startMs = endMs;
  let lastMs = 0;
  let phase: { name: PhaseSpan['phase']; fromMs: number } | null = null;
  let pausedMs: number | null = null;
  let stoppedMs: number | null = null;
  let caecum: Caecum<number> = caecumUnknown();
  const closePhase = (atMs: number): void => {
    if (!phase || atMs <= phase.fromMs) return;
    const last = phases.at(-1);
    // The phase between was over in no time: these two are one.
    if (last?.phase === phase.name) phases[phases.length - 1] = { ...last, endMs: atMs };
    else phases.push({ phase: phase.name, startMs: phase.fromMs, endMs: atMs });
  };
  for (const { event, atMs } of entries) {
    if (event.type === 'frames-analysed') startMs = Math.min(startMs, event.fromMs);
    else if (event.type === 'phase-changed') {
      const fromMs: number = Math.max(atMs, phase?.fromMs ?? atMs);
      closePhase(fromMs);
      caecum = caecumStep(caecum, event, fromMs);
      phase = { name: event.to, fromMs };
    } else if (event.type === 'landmark-seen' || event.type === 'caecum-judged')
      caecum = caecumStep(caecum, event, atMs);
    else if (event.type === 'clock-paused') pausedMs ??= atMs;
    else if (event.type === 'clock-resumed' && pausedMs !== null) {
      pauses.push({ startMs: pausedMs, endMs: atMs });
      pausedMs = null;
    } else if (event.type === 'analysis-stopped') stoppedMs ??= atMs;
    else if (event.type === 'resumed' || event.type === 'analysis-resumed') {
      const from = stoppedMs ?? (event.type === 'resumed' ? lastMs : atMs);
      blind.push({ startMs: from, endMs: atMs });
      stoppedMs = null;
    }
    lastMs = Math.max(lastMs, atMs);
  }
  closePhase(endMs);
  if (pausedMs !== null) pauses.push({ startMs: pausedMs, endMs });
  if (stoppedMs !== null) blind.push({ startMs: stoppedMs, endMs });
  startMs = Math.min(startMs, phases[0]?.startMs ?? startMs);
  const when = { caecumMs: caecumHeld(caecum), turnedMs: caecum.turned };
  return { startMs, endMs, phases: fromTheStart(phases, startMs), pauses, blind, ...when };
}

/** It takes a moment of evidence to know the first phase; it has held since the first frame. */
function fromTheStart(phases: readonly PhaseSpan[], startMs: number): PhaseSpan[] {
  return phases.map((span, i) => (i === 0 ? { ...span, startMs } : span));
}

/** The clocks of an examination as they stand at `untilMs`, or at its latest entry. Pure. */
export const foldClocks = (entries: readonly JournalEntry[], untilMs?: number): Clocks =>
  clocks(timeline(entries, untilMs));
