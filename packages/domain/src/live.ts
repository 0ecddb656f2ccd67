import { z } from 'zod';
import { LESIONS_OFF } from './findings.js';
import { OPERATING_POINTS, ORGANS, TYPE_CALLS } from './frame.js';
import type { Rect } from './geometry.js';
import { BoxSchema } from './geometry.js';
import { BbpsScoreSchema, CAECUM_WORDS, JournalEntrySchema } from './journal.js';
import { ALARM_KINDS, PromptMuteSchema } from './prompt.js';
import { COLON_PLACES, COLON_REGIONS, COLON_SEGMENTS } from './segments.js';
import { WALL_SECTORS } from './wall.js';

/**
 * What console and station say to each other over `ws://…/api/live`. Frames go up as binary messages (`packFrame`),
 * everything else is JSON text.
 */
export const ClientMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    /** What is being watched, in words for the journal: a device label or a file name. */
    source: z.string().max(200),
    operatingPoint: z.enum(OPERATING_POINTS).optional(),
    /** Takes up this open examination after a lost connection or a crash, instead of starting one. */
    resume: z.string().optional(),
  }),
  z.object({ type: z.literal('operating-point'), to: z.enum(OPERATING_POINTS) }),
  z.object({ type: z.literal('pause-clock'), paused: z.boolean() }),
  /** The doctor's word on the caecum; it wins over what the engine saw. */
  z.object({ type: z.literal('judge-caecum'), word: z.enum(CAECUM_WORDS) }),
  z.object({ type: z.literal('mute-prompts'), muted: PromptMuteSchema }),
  /** The doctor's score of a segment of the preparation; null takes it back. The engine's is kept beside it. */
  z.object({
    type: z.literal('overrule-bbps'),
    segment: z.enum(COLON_REGIONS),
    score: BbpsScoreSchema.nullable(),
  }),
  /** The doctor says where the scope is. */
  z.object({ type: z.literal('correct-place'), place: z.enum(COLON_PLACES) }),
  /** The doctor says what a photo shows; null takes back what was said. */
  z.object({
    type: z.literal('place-photo'),
    file: z.string().max(200),
    place: z.string().max(60).nullable(),
  }),
  /** A photo does not count any more. */
  z.object({ type: z.literal('drop-photo'), file: z.string().max(200) }),
  /** Reminders for those who learn: second look, retroflexion. */
  z.object({ type: z.literal('ask-guidance'), wanted: z.boolean() }),
  /** For practice: a score sheet is made of the examination. */
  z.object({ type: z.literal('training-mode'), on: z.boolean() }),
  z.object({ type: z.literal('end') }),
  z.object({ type: z.literal('ping'), sentMs: z.number() }),
]);
export type ClientMessage = z.infer<typeof ClientMessageSchema>;

export const ANALYSIS_STATES = ['ready', 'degraded', 'off'] as const;
export type AnalysisState = (typeof ANALYSIS_STATES)[number];
/** Why the analysis is not simply ready; the console has a sentence for each. */
export const STATE_REASONS = [
  'starting',
  'worker-restarting',
  'worker-failed',
  'slow',
  'no-frames',
  'model-missing',
  'connection-lost',
] as const;
export type StateReason = (typeof STATE_REASONS)[number];

const LiveLesionSchema = z.object({
  id: z.number().int(),
  box: BoxSchema,
  score: z.number(),
  outline: z.array(z.array(z.tuple([z.number(), z.number()]))),
  neoplastic: z.number(),
  call: z.enum(TYPE_CALLS),
  held: z.boolean(),
  firstMs: z.number(),
});
export type LiveLesion = z.infer<typeof LiveLesionSchema>;

const time = z.number().nonnegative().nullable();
const bbps = z.number().int().min(0).max(3).nullable();
const bbpsBy = z.object({ engine: bbps, doctor: bbps });
const share = z.number().min(0).max(1);

/** How the examination stands with a frame; null is "not known". Times in milliseconds. */
const StandingSchema = z.object({
  /** So far, while the caecum is not reached. */
  insertionMs: time,
  withdrawalMs: time,
  /** In the body so far, without pauses, whatever is examined. */
  inBodyMs: time.optional(),
  effectiveWithdrawalMs: time,
  caecumReached: z.boolean(),
  /** By the doctor's word alone. */
  caecumByDoctor: z.boolean(),
  /** Null where no region is sure enough. */
  region: z.enum(COLON_REGIONS).nullable(),
  /** The segment, where one is sure enough. */
  segment: z.enum(COLON_SEGMENTS).nullable().optional(),
  bbps: z.object({ right: bbps, transverse: bbps, left: bbps }),
  /** What engine and doctor each say; of `bbps` the doctor's holds. */
  bbpsBy: z.object({ right: bbpsBy, transverse: bbpsBy, left: bbpsBy }).optional(),
  promptsMuted: z.boolean(),
  /** What holds now and is shown without a word; left out by a station that does not know of it. */
  alarms: z.array(z.enum(ALARM_KINDS)).optional(),
  /** Where the lumen goes on, in fractions of the picture. */
  lumen: z.tuple([z.number(), z.number()]).nullable(),
  /** Speed of the scope, about radii of the bowel a second: positive in, negative drawn back. */
  pace: z.number().nullable(),
  /** The speed drawn back from which the site calls a withdrawal fast; left out by a station that does not know of it. */
  paceLimit: z.number().positive().optional(),
  /** How much of the wall was seen since withdrawal began; null where nothing can be said. */
  coverage: z
    .object({
      share,
      /** Of the last stretch only; null while there is not enough of it. */
      stretch: share.nullable(),
      /** Of the wall here, for each sector as the picture stands, clockwise from twelve o'clock. */
      here: z.array(share).length(WALL_SECTORS).nullable(),
    })
    .nullable()
    .optional(),
  /** Reminders for those who learn are wanted. */
  guidance: z.boolean().optional(),
});
export type Standing = z.infer<typeof StandingSchema>;

export const ServerMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    model: z.object({
      id: z.string(),
      version: z.string(),
      sha256: z.string(),
      precision: z.enum(['int8', 'fp32']),
      provider: z.string(),
    }),
    input: z.object({ width: z.number().int(), height: z.number().int() }),
    operatingPoint: z.enum(OPERATING_POINTS),
    /** Examinations that were not ended: a crash or a lost connection left them open. */
    openExams: z.array(z.object({ id: z.string(), source: z.string(), startedAt: z.string().nullable() })),
  }),
  z.object({ type: z.literal('started'), examId: z.string(), resumed: z.boolean() }),
  z.object({
    type: z.literal('state'),
    state: z.enum(ANALYSIS_STATES),
    reason: z.enum(STATE_REASONS).nullable(),
    /** Process id of the analysis worker, null while there is none. */
    workerPid: z.number().int().nullable(),
  }),
  z.object({
    type: z.literal('result'),
    frameId: z.number().int(),
    captureMs: z.number(),
    lesions: z.array(LiveLesionSchema),
    /** Numbers of the lesions shown for the first time in the examination. */
    firstSight: z.array(z.number().int()),
    organ: z.enum(ORGANS).nullable(),
    usable: z.number(),
    phase: z.string().nullable(),
    /** Why lesions are not looked for; null where they are. */
    lesionsOff: z.enum(LESIONS_OFF).nullable(),
    standing: StandingSchema.optional(),
    /**
     * Pictures that the engine takes by itself, by place: `hold`, this frame is the best so far and a still of it is to
     * be kept; `take`, the still that is held is to be stored as a photo. Left out where there is nothing to do.
     */
    photo: z.object({ hold: z.array(z.string()), take: z.array(z.string()) }).optional(),
    inferenceMs: z.number(),
    /** From the frame's arrival at the station to this message. */
    stationMs: z.number(),
  }),
  /** The frame was replaced by a newer one before it was analysed. */
  z.object({ type: z.literal('dropped'), frameId: z.number().int() }),
  z.object({ type: z.literal('event'), entry: JournalEntrySchema }),
  z.object({ type: z.literal('ended'), examId: z.string() }),
  z.object({ type: z.literal('pong'), sentMs: z.number() }),
  z.object({ type: z.literal('error'), code: z.string(), message: z.string() }),
]);
export type ServerMessage = z.infer<typeof ServerMessageSchema>;

/** A frame on the wire, as `packFrame` takes and `unpackFrame` gives it. */
export interface WireFrame {
  readonly frameId: number;
  /** Time of capture by the sender's clock, milliseconds. Comes back unchanged with the result. */
  readonly captureMs: number;
  readonly width: number;
  readonly height: number;
  /** Where the visible field lies in the captured picture, in fractions of it. */
  readonly field: Rect;
  /** `width * height * channels` bytes; 4 channels are RGBA, 3 are RGB. */
  readonly channels: 3 | 4;
  readonly pixels: Uint8Array;
}

const MAGIC = 0x31524648; // "HFR1"
export const WIRE_HEADER_BYTES = 40;
const MAX_SIDE = 2048;

/** Lays a frame out as one binary message: 40 bytes of header (little-endian), then the pixels. */
export function packFrame(frame: WireFrame): Uint8Array {
  const out = new Uint8Array(WIRE_HEADER_BYTES + frame.pixels.length);
  const head = new DataView(out.buffer);
  head.setUint32(0, MAGIC, true);
  head.setUint32(4, frame.frameId, true);
  head.setFloat64(8, frame.captureMs, true);
  head.setUint16(16, frame.width, true);
  head.setUint16(18, frame.height, true);
  head.setUint8(20, frame.channels);
  head.setFloat32(24, frame.field.x, true);
  head.setFloat32(28, frame.field.y, true);
  head.setFloat32(32, frame.field.w, true);
  head.setFloat32(36, frame.field.h, true);
  out.set(frame.pixels, WIRE_HEADER_BYTES);
  return out;
}

/** Reads a binary message; null when it is not a well-formed frame. The pixels are a view, not a copy. */
export function unpackFrame(message: Uint8Array): WireFrame | null {
  if (message.length < WIRE_HEADER_BYTES) return null;
  const head = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const width = head.getUint16(16, true);
  const height = head.getUint16(18, true);
  const channels = head.getUint8(20);
  const field = {
    x: head.getFloat32(24, true),
    y: head.getFloat32(28, true),
    w: head.getFloat32(32, true),
    h: head.getFloat32(36, true),
  };
  const captureMs = head.getFloat64(8, true);
  if (head.getUint32(0, true) !== MAGIC || (channels !== 3 && channels !== 4)) return null;
  if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) return null;
  if (message.length !== WIRE_HEADER_BYTES + width * height * channels) return null;
  const sane = (v: number) => v >= 0 && v <= 1.001;
  if (!Number.isFinite(captureMs) || ![field.x, field.y, field.w, field.h].every(sane)) return null;
  if (field.w <= 0 || field.h <= 0) return null;
  return {
    frameId: head.getUint32(4, true),
    captureMs,
    width,
    height,
    field,
    channels,
    pixels: message.subarray(WIRE_HEADER_BYTES),
  };
}
