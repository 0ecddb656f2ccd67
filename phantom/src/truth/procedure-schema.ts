import { z } from 'zod';
import { KINDS } from '../procedure/kinds.js';
import { HAPPENINGS } from '../procedure/procedure.js';
import { SEGMENTS } from '../procedure/segments.js';
import { FrameTruthSchema, LesionListSchema } from './schema.js';

const fraction = z.number().min(0).max(1);
const box = z.tuple([fraction, fraction, fraction, fraction]);
const segment = z.enum(SEGMENTS);
/** Residue state of a stretch of wall, 0 unprepared … 3 clean, by fixed bounds on the share of it that is covered. */
const state = z.int().min(0).max(3);

/** What is true of one frame of a procedure: all that a frame of a clip tells, and more. Seconds are never used: ms, mm. */
export const ProcedureFrameSchema = FrameTruthSchema.extend({
  organ: z.enum(['colon', 'upper', 'outside']),
  /** Where the examination stands, whatever is in view. `caecum`: from reaching it until withdrawal begins. */
  stage: z.enum(['outside', 'insertion', 'caecum', 'withdrawal', 'examination']),
  /** The stage, unless an instrument is in view (`treatment`) or the frame cannot be used (`obscured`). */
  phase: z.enum(['outside', 'insertion', 'caecum', 'withdrawal', 'examination', 'treatment', 'obscured']),
  /** Segment of the tip; null outside and in the upper tract. */
  segment: segment.nullable(),
  light: z.enum(['white', 'narrow-band']),
  instrument: z.object({ kind: z.enum(['forceps', 'snare']), box }).nullable(),
  /** Water comes from the jet. */
  washing: z.boolean(),
  /** Murky water before the lens, 0 none … 1. */
  murk: fraction,
  /** Foam and bubbles as a part of the visible wall; null outside. */
  bubbles: fraction.nullable(),
  /** Direction from the field's middle to where the lumen goes on, degrees clockwise from twelve o'clock; null without one. */
  lumenDeg: z.number().min(0).max(360).nullable(),
  /** Nothing stands between the lens and the lumen 45 mm on, and it is in the field. */
  lumenSeen: z.boolean(),
  /** The ileocaecal valve is in view. */
  valve: z.boolean(),
  /** The tip is bent back upon itself. */
  retroflexed: z.boolean(),
  /** Cells of the unrolled wall that this frame is the first to show (row × columns + column); absent when none. */
  newCells: z.array(z.int().nonnegative()).optional(),
});

/** The unrolled wall as cells of arc length × clock angle, and when each was first seen. */
export const CoverageTruthSchema = z.object({
  /** Size of a row, mm, and number of rows and of columns around. Row 0 lies at the anal end. */
  rowMm: z.number().positive(),
  rows: z.int().positive(),
  columns: z.int().positive(),
  /** For each cell: the first frame that shows it, −1 when none does. */
  firstSeen: z.array(z.int().min(-1)),
  /** The same, counted from the beginning of withdrawal. */
  firstSeenBack: z.array(z.int().min(-1)),
});

/** Shares of the wall of one segment, seen and covered. */
export const SegmentTruthSchema = z.object({
  segment,
  fromMm: z.number(),
  toMm: z.number(),
  /** The tip came into it. */
  reached: z.boolean(),
  /** Part of its wall under stool or liquid at the beginning and at the end, and the states that follow. */
  coveredBefore: fraction,
  coveredAfter: fraction,
  stateBefore: state,
  stateAfter: state,
  /** Part of its cells seen in the whole examination, and on the way back. */
  seen: fraction,
  seenBack: fraction,
});

/** The three parts that the Boston scale scores, each after washing; by fixed bounds, not by a person. */
export const ScoreTruthSchema = z.object({ right: state, transverse: state, left: state });

/** The whole truth of a procedure. */
export const ProcedureTruthSchema = z.object({
  format: z.literal('haustra-phantom-truth'),
  version: z.literal(2),
  synthetic: z.literal(true),
  kind: z.enum(KINDS),
  seed: z.int(),
  site: z.enum(['colon', 'upper']),
  width: z.int().positive(),
  height: z.int().positive(),
  fps: z.number().positive(),
  /** The square that holds the octagonal field, in fractions of the picture. */
  field: box,
  /** Pixels a side at which the field was traced before it was enlarged to the screen. */
  tracedSide: z.int().positive(),
  /** Across the field's corners, degrees; the lens is equidistant. */
  fieldOfViewDeg: z.number().positive(),
  /** How much longer than usual everything took that could (see ProcedureOptions). */
  pace: z.number().positive(),
  lengthMm: z.number().positive(),
  lesions: LesionListSchema,
  times: z.object({
    /** Into the body and out of it. */
    insertionMs: z.number(),
    endMs: z.number(),
    /** Caecum reached; null when it never is. */
    caecumMs: z.number().nullable(),
    /** Withdrawal begins; null in the upper tract. */
    withdrawalMs: z.number().nullable(),
    /** Frames of withdrawal that are neither treatment nor obscured, times the frame's length. */
    effectiveWithdrawalMs: z.number(),
    treatmentMs: z.number(),
    obscuredMs: z.number(),
  }),
  events: z.array(
    z.object({
      what: z.enum(HAPPENINGS),
      fromMs: z.number(),
      toMs: z.number(),
      segment: segment.nullable(),
      lesion: z.string().optional(),
    }),
  ),
  /** Null in the upper tract. */
  segments: z.array(SegmentTruthSchema),
  bbps: ScoreTruthSchema.nullable(),
  coverage: CoverageTruthSchema.nullable(),
  frames: z.array(ProcedureFrameSchema),
});

export type ProcedureFrame = z.infer<typeof ProcedureFrameSchema>;
export type CoverageTruth = z.infer<typeof CoverageTruthSchema>;
export type SegmentTruth = z.infer<typeof SegmentTruthSchema>;
export type ProcedureTruth = z.infer<typeof ProcedureTruthSchema>;
