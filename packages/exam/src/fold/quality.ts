import {
  between,
  CLEAR_VIEW,
  caecumHeld,
  clocks,
  indicators,
  known,
  lesionsOff,
  PHOTO_PLACES,
  type PhotoTaken,
  photoChecklist,
  placedPhotos,
  type QualityFacts,
  type SiteSettings,
  type Span,
  scoreSheet,
  subtract,
  total,
  withdrawalBegan,
} from '@haustra/clinical';
import type { EventBody, Exam, JournalEntry, Organ, Phase } from '@haustra/domain';
import { type Course, courseBbps } from '../session/course.js';
import type { Alarm } from './alarms.js';
import { foldReactions } from './reactions.js';
import { secondSpan } from './second.js';
import type { Timeline } from './timeline.js';
import { isTraining } from './training.js';

type Second = Extract<EventBody, { type: 'frames-analysed' }>;

/** What an examination is judged by, folded already. */
export interface Judged {
  readonly entries: readonly JournalEntry[];
  readonly way: Course;
  readonly times: Timeline;
  readonly organ: Organ | null;
  readonly alarms: readonly Alarm[];
  readonly coverage: number | null;
  /** Those that it was held by. */
  readonly settings: SiteSettings;
}

/** Indicators of quality, and the score sheet where the examination was held in training mode; nothing of a gastroscopy. Pure. */
export function foldQuality(judged: Judged): Pick<Exam, 'indicators' | 'scoreSheet'> {
  if (lesionsOff(null, judged.organ) === 'gastroscopy') return {};
  const { entries, settings } = judged;
  const facts = foldFacts(judged);
  return {
    indicators: indicators(facts, settings),
    ...(isTraining(entries) ? { scoreSheet: scoreSheet(facts, settings) } : {}),
  };
}

function foldFacts({ entries, way, times, alarms, coverage, settings }: Judged): QualityFacts {
  const clock = clocks(times);
  const photos = placedPhotos(way.photos);
  const { total: sum, adequate } = courseBbps(way);
  const fromMs = withdrawalBegan(times);
  const seconds = fromMs === null ? [] : withdrawalSeconds(entries, fromMs);
  const moving = seconds.flatMap(({ phase, second, span }) =>
    phase === 'withdrawal' && known(second.approach) ? [span] : [],
  );
  return {
    clock,
    caecumReached: caecumHeld(way.caecum) !== null ? true : way.caecum.word === 'refused' ? false : null,
    caecumPhotos: caecumPhotos(photos),
    bbps: { total: sum, adequate },
    clearShare: share(seconds, ({ second }) => second.usable >= CLEAR_VIEW.values.usableAbove),
    obscuredShare: fromMs === null ? null : obscuredShare(times, fromMs, clock.withdrawalMs),
    tooFastShare: tooFastShare(moving, alarms),
    coverage,
    lesions: lesionFacts(entries, fromMs),
    photosMissing: photos.length === 0 ? null : photoChecklist(photos, 'colon').missing.length,
    retroflexionPhoto: photos.length === 0 ? null : hasPhoto(photos, 'rectum-retroflexed'),
    prompts: entries.filter(({ event }) => event.type === 'prompt-raised').length,
    reaction: foldReactions(entries, settings),
  };
}

/** The analysed seconds since then in the body and outside pauses, each with its phase and its time. */
function withdrawalSeconds(entries: readonly JournalEntry[], fromMs: number) {
  const seconds: { phase: Phase; second: Second; span: Span }[] = [];
  let phase: Phase | null = null;
  let paused = false;
  for (const entry of entries) {
    const { event } = entry;
    if (event.type === 'phase-changed') phase = event.to;
    else if (event.type === 'clock-paused') paused = true;
    else if (event.type === 'clock-resumed') paused = false;
    else if (event.type === 'frames-analysed' && event.fromMs >= fromMs && !paused) {
      if (phase !== null && phase !== 'outside')
        seconds.push({ phase, second: event, span: secondSpan(event, entry.atMs) });
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

/** Rule `too-fast-share`: of the time that these seconds stand for. */
function tooFastShare(moving: readonly Span[], alarms: readonly Alarm[]): number | null {
  const movingMs = total(moving);
  if (movingMs === 0) return null;
  const calm = subtract(
    moving,
    alarms.filter(({ kind }) => kind === 'too-fast'),
  );
  return 1 - total(calm) / movingMs;
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
