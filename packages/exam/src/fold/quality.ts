import {
  between,
  CLEAR_VIEW,
  caecumHeld,
  clocks,
  DEFAULT_SETTINGS,
  indicators,
  known,
  lesionsOff,
  PHOTO_PLACES,
  type PhotoTaken,
  photoChecklist,
  placedPhotos,
  type QualityFacts,
  scoreSheet,
  subtract,
  total,
} from '@haustra/clinical';
import type { EventBody, Exam, JournalEntry, Organ, Phase } from '@haustra/domain';
import { type Course, courseBbps } from '../session/course.js';
import { foldReactions } from './reactions.js';
import type { Timeline } from './timeline.js';
import { isTraining } from './training.js';

type Second = Extract<EventBody, { type: 'frames-analysed' }>;

/** What an examination is judged by, folded already. */
export interface Judged {
  readonly entries: readonly JournalEntry[];
  readonly way: Course;
  readonly times: Timeline;
  readonly organ: Organ | null;
  readonly coverage: number | null;
}

/** Indicators of quality, and the score sheet where the examination was held in training mode; nothing of a gastroscopy. Pure. */
export function foldQuality(judged: Judged): Pick<Exam, 'indicators' | 'scoreSheet'> {
  if (lesionsOff(null, judged.organ) === 'gastroscopy') return {};
  const facts = foldFacts(judged);
  return {
    indicators: indicators(facts),
    ...(isTraining(judged.entries) ? { scoreSheet: scoreSheet(facts) } : {}),
  };
}

function foldFacts({ entries, way, times, coverage }: Judged): QualityFacts {
  const clock = clocks(times);
  const photos = placedPhotos(way.photos);
  const { total: sum, adequate } = courseBbps(way);
  const fromMs = withdrawalFrom(times);
  const seconds = fromMs === null ? [] : withdrawalSeconds(entries, fromMs);
  const moving = seconds.flatMap(({ phase, second: { approach } }) =>
    phase === 'withdrawal' && known(approach) ? [-approach] : [],
  );
  return {
    clock,
    caecumReached: caecumHeld(way.caecum) !== null ? true : way.caecum.word === 'refused' ? false : null,
    caecumPhotos: caecumPhotos(photos),
    bbps: { total: sum, adequate },
    clearShare: share(seconds, ({ second }) => second.usable >= CLEAR_VIEW.values.usableAbove),
    obscuredShare: fromMs === null ? null : obscuredShare(times, fromMs, clock.withdrawalMs),
    tooFastShare: share(moving, (speed) => speed > DEFAULT_SETTINGS.speed.tooFastAbove),
    coverage,
    lesions: lesionFacts(entries, fromMs),
    photosMissing: photos.length === 0 ? null : photoChecklist(photos, 'colon').missing.length,
    retroflexionPhoto: photos.length === 0 ? null : hasPhoto(photos, 'rectum-retroflexed'),
    prompts: entries.filter(({ event }) => event.type === 'prompt-raised').length,
    reaction: foldReactions(entries),
  };
}

/** When withdrawal began, as `clocks` counts it; null where it did not. */
function withdrawalFrom({ phases, caecumMs }: Timeline): number | null {
  if (caecumMs === null) return null;
  const first = phases.find((span) => span.phase === 'withdrawal' && span.endMs > caecumMs);
  return first ? Math.max(first.startMs, caecumMs) : null;
}

/** The analysed seconds since then in the body and outside pauses, each with its phase. */
function withdrawalSeconds(entries: readonly JournalEntry[], fromMs: number) {
  const seconds: { phase: Phase; second: Second }[] = [];
  let phase: Phase | null = null;
  let paused = false;
  for (const { event } of entries) {
    if (event.type === 'phase-changed') phase = event.to;
    else if (event.type === 'clock-paused') paused = true;
    else if (event.type === 'clock-resumed') paused = false;
    else if (event.type === 'frames-analysed' && event.fromMs >= fromMs && !paused) {
      if (phase !== null && phase !== 'outside') seconds.push({ phase, second: event });
    }
  }
  return seconds;
}

function obscuredShare(
  { phases, pauses }: Timeline,
  fromMs: number,
  withdrawalMs: number | null,
): number | null {
  if (withdrawalMs === null || withdrawalMs === 0) return null;
  const obscured = phases.filter((span) => span.phase === 'obscured');
  const obscuredMs = total(subtract(between(obscured, fromMs, Number.POSITIVE_INFINITY), pauses));
  return Math.min(1, obscuredMs / withdrawalMs);
}

function share<T>(of: readonly T[], counts: (one: T) => boolean): number | null {
  return of.length === 0 ? null : of.filter(counts).length / of.length;
}

const hasPhoto = (photos: readonly PhotoTaken[], place: string): boolean =>
  photos.some((one) => one.place === place);

function caecumPhotos(photos: readonly PhotoTaken[]): QualityFacts['caecumPhotos'] {
  if (photos.length === 0) return null;
  const taken = PHOTO_PLACES.filter(({ id, proof }) => proof && hasPhoto(photos, id)).length;
  return { proved: photoChecklist(photos, 'colon').caecumProved === true, taken };
}

function lesionFacts(entries: readonly JournalEntry[], fromMs: number | null): QualityFacts['lesions'] {
  const seen = new Set<number>();
  const photos = new Set<number>();
  let seenInWithdrawal = 0;
  for (const { event, atMs } of entries) {
    if (event.type === 'photo-taken' && event.lesionId !== null) photos.add(event.lesionId);
    if (event.type !== 'lesion-seen' || seen.has(event.lesionId)) continue;
    seen.add(event.lesionId);
    if (fromMs !== null && atMs >= fromMs) seenInWithdrawal += 1;
  }
  return { seen: seen.size, seenInWithdrawal, photographed: [...seen].filter((id) => photos.has(id)).length };
}
