import type { Span } from '@haustra/clinical';
import type { EventBody } from '@haustra/domain';
import { WINDOW_MS } from '../session/window.js';

type FramesAnalysed = Extract<EventBody, { type: 'frames-analysed' }>;

/** The time for which an event of about one second stands, written down at `atMs`: at most twice as long. Pure. */
export const secondSpan = ({ fromMs }: FramesAnalysed, atMs: number): Span => ({
  startMs: fromMs,
  endMs: Math.max(fromMs, Math.min(atMs, fromMs + 2 * WINDOW_MS)),
});
