import { CLEAR_VIEW, caecumHeld, known, type PhaseSpan, type Span, whereReading } from '@haustra/clinical';
import type { ColonRegion, EventBody, JournalEntry } from '@haustra/domain';
import { type Course, course, courseStep } from '../session/course.js';
import { restore } from '../session/restore.js';
import { settingsOf } from '../session/settings.js';
import { WINDOW_MS } from '../session/window.js';
import { type Alarm, foldAlarms } from './alarms.js';
import { secondSpan } from './second.js';
import { timeline } from './timeline.js';

export interface RegionSpan extends Span {
  readonly region: ColonRegion;
}

/** A value of about one second; null where it is not known. */
export interface Second extends Span {
  readonly value: number | null;
}

export interface LesionBar extends Span {
  readonly id: number;
  /** Time of the frame that shows it best. */
  readonly bestMs: number;
  /** When it was in view, as far as the journal tells: each time at least so long, and up to two seconds more. */
  readonly sightings: readonly Span[];
}

type Prompt = Extract<EventBody, { type: 'prompt-raised' }>;

/** What the picture of an examination's course shows. Examination time in milliseconds. */
export interface Lanes {
  readonly startMs: number;
  readonly endMs: number;
  readonly phases: readonly PhaseSpan[];
  readonly pauses: readonly Span[];
  /** Not analysed. */
  readonly blind: readonly Span[];
  /** Where the scope was held to be. */
  readonly regions: readonly RegionSpan[];
  /** Shrinking of the picture per second: positive drawn back, negative going in. */
  readonly speed: readonly Second[];
  /** Above it the site calls the speed too fast. */
  readonly speedLimit: number;
  /** When it was held to be too fast, and when the scope slipped back. */
  readonly alarms: readonly Alarm[];
  /** 0 soiled .. 1 clean: the part of the wall that is not covered where it was measured, otherwise the probability of the class BBPS 2-3. */
  readonly cleanliness: readonly Second[];
  /** By number. */
  readonly lesions: readonly LesionBar[];
  readonly prompts: readonly {
    readonly atMs: number;
    readonly kind: string;
    readonly severity: Prompt['severity'];
  }[];
  readonly photos: readonly { readonly atMs: number; readonly lesionId: number | null }[];
  readonly caecum: { readonly atMs: number; readonly byDoctor: boolean } | null;
}

/**
 * The course of an examination from its journal alone.
 * @throws HaustraError `journal-broken` when the entries do not begin with `started`. Pure.
 */
export function foldLanes(entries: readonly JournalEntry[]): Lanes {
  const { startMs, endMs, phases, pauses, blind } = timeline(entries);
  const { started, lesions: seen } = restore(entries);
  const lesions = [...seen.values()].sort((a, b) => a.lesionId - b.lesionId);
  const best = new Map(lesions.map(({ lesionId, bestFrameMs }) => [lesionId, Number(bestFrameMs)]));
  return {
    startMs,
    endMs,
    phases,
    pauses,
    blind,
    ...foldSeconds(entries),
    speedLimit: settingsOf(started).speed.tooFastAbove,
    alarms: foldAlarms(entries).alarms ?? [],
    lesions: lesions.map(({ lesionId, firstMs, lastMs, bestFrameMs }) => ({
      id: lesionId,
      // What is shown was found a moment before.
      startMs: Math.min(firstMs, bestFrameMs),
      endMs: lastMs,
      bestMs: bestFrameMs,
      sightings: sightingsOf(entries, lesionId),
    })),
    prompts: entries.flatMap(({ event, atMs }) =>
      event.type === 'prompt-raised' ? [{ atMs, kind: event.kind, severity: event.severity }] : [],
    ),
    photos: entries.flatMap(({ event, atMs, author }) => {
      if (event.type !== 'photo-taken') return [];
      const { lesionId, frameId } = event;
      // Cut out of a recording when it was over: it shows the lesion's best frame.
      const isCutOut = author === 'engine' && frameId === null && lesionId !== null;
      return [{ atMs: isCutOut ? (best.get(lesionId) ?? atMs) : atMs, lesionId }];
    }),
  };
}

/** What is known of a lesion is written down every two seconds that it is in view, and when it leaves. */
const STILL_IN_VIEW_MS = 2500;

function sightingsOf(entries: readonly JournalEntry[], id: number): Span[] {
  const spans: Span[] = [];
  for (const { event, atMs } of entries) {
    if (event.type === 'lesion-seen' && event.lesionId === id) spans.push({ startMs: atMs, endMs: atMs });
    if (event.type !== 'lesion-updated' || event.lesionId !== id) continue;
    const last = spans.at(-1);
    if (last && event.lastMs <= last.endMs) continue;
    if (last && event.lastMs - last.endMs <= STILL_IN_VIEW_MS) {
      spans[spans.length - 1] = { ...last, endMs: event.lastMs };
    } else spans.push({ startMs: event.lastMs, endMs: event.lastMs });
  }
  return spans;
}

/** What goes by seconds, and the caecum, in one way through the entries. */
function foldSeconds(
  entries: readonly JournalEntry[],
): Pick<Lanes, 'regions' | 'speed' | 'cleanliness' | 'caecum'> {
  const regions: RegionSpan[] = [];
  const speed: Second[] = [];
  const cleanliness: Second[] = [];
  let way: Course = course();
  for (const entry of entries) {
    const { event } = entry;
    way = courseStep(way, entry);
    if (event.type !== 'frames-analysed') continue;
    const span = secondSpan(event, entry.atMs);
    const inside = way.phase !== null && way.phase !== 'outside';
    speed.push({ ...span, value: inside && known(event.approach) ? -event.approach : null });
    cleanliness.push({ ...span, value: inside ? cleanOf(event) : null });
    const { region } = whereReading(way.where);
    // The place is known from the caecum on, which may lie within this second.
    const startMs = Math.max(span.startMs, caecumHeld(way.caecum) ?? span.startMs);
    if (inside && region !== null && startMs < span.endMs) addRegion(regions, { ...span, startMs, region });
  }
  const atMs = caecumHeld(way.caecum);
  return {
    regions,
    speed,
    cleanliness,
    caecum: atMs === null ? null : { atMs, byDoctor: way.caecum.machine === null },
  };
}

function cleanOf(event: Extract<EventBody, { type: 'frames-analysed' }>): number | null {
  if (event.usable < CLEAR_VIEW.values.usableAbove) return null;
  return known(event.residue) ? 1 - event.residue : event.cleanliness['bbps-2-3'];
}

/** Seconds of one region that follow one another are one span. */
function addRegion(regions: RegionSpan[], span: RegionSpan): void {
  const last = regions.at(-1);
  if (last?.region === span.region && span.startMs - last.endMs <= WINDOW_MS) {
    regions[regions.length - 1] = { ...last, endMs: Math.max(last.endMs, span.endMs) };
  } else regions.push(span);
}
