import { z } from 'zod';
import { OPERATING_POINTS, ORGANS, TYPE_CALLS } from './frame.js';
import { BoxSchema } from './geometry.js';
import { ALARM_KINDS, PromptMuteSchema } from './prompt.js';
import { COLON_PLACES, COLON_REGIONS } from './segments.js';
import { SiteSettingsFileSchema } from './site-settings.js';
import { WALL_SECTORS } from './wall.js';

export const PHASES = ['outside', 'insertion', 'withdrawal', 'treatment', 'obscured'] as const;
export type Phase = (typeof PHASES)[number];

/** What the doctor may say of the caecum: it is reached, it is not, or what was said before is taken back. */
export const CAECUM_WORDS = ['confirmed', 'refused', 'taken-back'] as const;
export type CaecumWord = (typeof CAECUM_WORDS)[number];

/** The score of one segment of the Boston Bowel Preparation Scale. */
export const BbpsScoreSchema = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);

const time = z.number();
const share = z.number().min(0).max(1);
const sectors = z.array(share).length(WALL_SECTORS);

/** The words of an examination. Each event says one thing that happened; nothing is ever changed afterwards. */
export const EventBodySchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('started'),
    examId: z.string(),
    source: z.object({
      kind: z.enum(['live', 'stream', 'recording']),
      name: z.string(),
      /** SHA-256 fingerprint of a recording; null when live. */
      fingerprint: z.string().nullable(),
    }),
    model: z.object({
      id: z.string(),
      version: z.string(),
      sha256: z.string(),
      precision: z.enum(['int8', 'fp32']),
    }),
    operatingPoint: z.enum(OPERATING_POINTS),
    /** ISO time of the start by the station's clock; null for a recording, which knows no wall clock. */
    startedAt: z.string().nullable(),
    /** What the site set differently from the rules; left out where it set nothing. */
    settings: SiteSettingsFileSchema.optional(),
  }),
  z.object({ type: z.literal('resumed'), resumedAt: z.string(), tornBytes: z.number().int().nonnegative() }),
  /** Means over about one second of frames. */
  z.object({
    type: z.literal('frames-analysed'),
    fromMs: time,
    frames: z.number().int(),
    organ: z.object({ colon: share, upper: share, outside: share }),
    usable: share,
    cleanliness: z.object({ 'bbps-0-1': share, 'bbps-2-3': share, 'impacted-stool': share }),
    caecum: share,
    /** Of the frames that gave the sign; left out where none did. See `FrameSigns`. */
    instrument: share.optional(),
    approach: z.number().optional(),
    slip: share.optional(),
    residue: share.optional(),
    bubbles: share.optional(),
    /** Means over all its frames, of `WallView`; left out where no frame gave it. */
    wall: z.object({ looked: sectors, bare: sectors, roll: z.number() }).optional(),
  }),
  z.object({ type: z.literal('organ-changed'), from: z.enum(ORGANS).nullable(), to: z.enum(ORGANS) }),
  z.object({ type: z.literal('phase-changed'), from: z.enum(PHASES).nullable(), to: z.enum(PHASES) }),
  z.object({ type: z.literal('landmark-seen'), name: z.string(), score: share }),
  /** The doctor's word on the caecum; wins over `landmark-seen`, which stays in the journal. */
  z.object({ type: z.literal('caecum-judged'), word: z.enum(CAECUM_WORDS) }),
  /** First time that a lesion is shown. */
  z.object({ type: z.literal('lesion-seen'), lesionId: z.number().int(), box: BoxSchema, score: share }),
  /** What is known of a lesion: each time that it leaves the picture, every few seconds while in it, and at the end. */
  z.object({
    type: z.literal('lesion-updated'),
    lesionId: z.number().int(),
    firstMs: time,
    lastMs: time,
    frames: z.number().int(),
    bestFrameMs: time,
    bestScore: share,
    box: BoxSchema,
    neoplastic: share,
    call: z.enum(TYPE_CALLS),
    /** Estimated from so many frames; left out where none said anything of it. */
    size: z.object({ mm: z.number().positive(), frames: z.number().int() }).optional(),
  }),
  z.object({
    type: z.literal('prompt-raised'),
    kind: z.string(),
    severity: z.enum(['info', 'advice', 'warning']),
    text: z.string(),
    /** Id of the rule that it goes by; left out where none stands behind it. */
    rule: z.string().optional(),
  }),
  /** A state that is shown began or ended. Unlike a prompt it keeps no distance and is not muted: nothing is said. */
  z.object({ type: z.literal('alarm'), kind: z.enum(ALARM_KINDS), on: z.boolean() }),
  /** Which prompts are not raised from now on: all, some kinds, or (an empty list) none. */
  z.object({ type: z.literal('prompts-muted'), muted: PromptMuteSchema }),
  /** Whether reminders for those who learn are wanted from now on. */
  z.object({ type: z.literal('guidance-asked'), wanted: z.boolean() }),
  /** The examination is held for practice, from now on or no longer: a score sheet is then made of it. */
  z.object({ type: z.literal('training-mode'), on: z.boolean() }),
  z.object({
    type: z.literal('photo-taken'),
    file: z.string(),
    frameId: z.number().int().nullable(),
    lesionId: z.number().int().nullable(),
    /** Id of the place on the photo checklist that it shows; left out where nobody said. */
    place: z.string().optional(),
  }),
  /** What a photo shows, as the doctor says; null takes back what was said. */
  z.object({ type: z.literal('photo-placed'), file: z.string(), place: z.string().nullable() }),
  /** The photo does not count any more. Its file stays: nothing of an examination is deleted. */
  z.object({ type: z.literal('photo-dropped'), file: z.string() }),
  /** The doctor's score of a segment of the preparation; null takes it back. The engine's own is kept beside it. */
  z.object({
    type: z.literal('bbps-overruled'),
    segment: z.enum(COLON_REGIONS),
    score: BbpsScoreSchema.nullable(),
  }),
  /** The doctor says where the scope is. */
  z.object({
    type: z.literal('place-corrected'),
    place: z.enum(COLON_PLACES),
  }),
  z.object({ type: z.literal('clock-paused'), reason: z.string() }),
  z.object({ type: z.literal('clock-resumed') }),
  z.object({ type: z.literal('operating-point-changed'), to: z.enum(OPERATING_POINTS) }),
  z.object({ type: z.literal('analysis-stopped'), reason: z.string() }),
  z.object({ type: z.literal('analysis-resumed'), afterMs: z.number().nonnegative() }),
  z.object({ type: z.literal('recording-started'), file: z.string() }),
  z.object({ type: z.literal('recording-stopped'), file: z.string() }),
  z.object({
    type: z.literal('ended'),
    reason: z.enum(['end-of-recording', 'doctor', 'source-lost', 'cancelled', 'abandoned']),
    framesIn: z.number().int(),
    framesAnalysed: z.number().int(),
    dropped: z.number().int(),
  }),
]);
export type EventBody = z.infer<typeof EventBodySchema>;

export const AUTHORS = ['engine', 'doctor', 'station'] as const;

/**
 * One line of `journal.jsonl`. `hash` is the SHA-256 of the line's canonical JSON without `hash`; `prev` is the hash of
 * the line before (64 zeros for the first), so that no line can be changed, dropped or moved unnoticed.
 */
export const JournalEntrySchema = z.object({
  seq: z.number().int().nonnegative(),
  /** Examination time in milliseconds: media time for a recording, since the start when live. */
  atMs: time,
  author: z.enum(AUTHORS),
  event: EventBodySchema,
  prev: z.string().regex(/^[0-9a-f]{64}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type JournalEntry = z.infer<typeof JournalEntrySchema>;
export type Author = (typeof AUTHORS)[number];
