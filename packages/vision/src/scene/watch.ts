import type { AnalysisFrame, Ms, Rect } from '@haustra/domain';
import { type Clarity, clarityOf } from './clarity.js';
import { findLumen, type Lumen, type Place } from './lumen.js';
import { type Compared, compareTextures, type Motion } from './motion.js';
import { smallPicture } from './small-picture.js';
import { heldLumen, type Steady, steadyLumen, steadyPace, UNKNOWN } from './steady.js';
import { type Texture, texturesOf } from './texture.js';
import { type WallShares, wallView } from './wall-view.js';

/** What one picture, and those before it, show of where the scope looks and how it moves. */
export interface Scene {
  readonly timeMs: Ms;
  /** Where the lumen goes on in this picture alone, in fractions of the source picture; null where none is seen. */
  readonly lumen: Lumen | null;
  /** The same, followed over time: what an arrow on the screen should show. */
  readonly steadyLumen: Lumen | null;
  /** Since the frame before; null for the first frame, after a gap, and where it cannot be known. */
  readonly motion: Motion | null;
  /** `motion.approach` followed over about 0.3 s: the speed of the scope, relative; null where unknown for a while. */
  readonly pace: number | null;
  /** 0..1: a sudden large motion, or another scene than a moment ago. */
  readonly slip: number;
  readonly clarity: Clarity;
  /** How much of the wall around the followed lumen is looked at; null where the lumen or the wall cannot be made out. */
  readonly wall: WallShares | null;
}

/** What has to be kept from frame to frame; opaque to others. */
export interface SceneMemory {
  readonly timeMs: Ms;
  readonly field: Rect;
  readonly textures: readonly Texture[];
  readonly lumen: Lumen | null;
  readonly steady: Steady;
}

/** Frames further apart than this are not compared. */
const LONGEST_GAP_MS = 400;
/** Speed, either way, at which a motion starts to count as a slip, and at which it fully does; as `Motion.approach`. */
const FAST = 0.7;
const VERY_FAST = 1.5;

/**
 * Takes in the next frame of a source, in order of time. `memory` is what the call before gave, null for the first frame.
 * The frame is only read. Pure and deterministic; about 0.8 ms.
 */
export function watchScene(
  memory: SceneMemory | null,
  frame: AnalysisFrame,
): { readonly scene: Scene; readonly memory: SceneMemory } {
  const { timeMs, field } = frame;
  const picture = smallPicture(frame);
  const textures = texturesOf(picture);
  const lumen = findLumen(picture);
  const gap = memory === null ? 0 : timeMs - memory.timeMs;
  const follows = memory !== null && gap > 0 && gap <= LONGEST_GAP_MS && sameRect(memory.field, field);
  const compared: Compared = follows
    ? compareTextures(memory.textures, textures, memory.lumen?.at ?? lumen?.at ?? null, gap / 1000)
    : { motion: null, change: 0 };
  const { motion, change } = compared;
  const before = memory !== null && sameRect(memory.field, field) ? memory.steady : UNKNOWN;
  const steady = steadyPace(steadyLumen(before, lumen, timeMs, compared), motion, timeMs);
  const fast = motion === null ? 0 : (Math.abs(motion.approach) - FAST) / (VERY_FAST - FAST);
  const held = heldLumen(steady, timeMs);
  const clarity = clarityOf(picture);
  const scene: Scene = {
    timeMs,
    lumen: inPicture(lumen, field),
    steadyLumen: inPicture(held, field),
    motion,
    pace: steady.pace,
    slip: Math.max(change, Math.min(1, Math.max(0, fast))),
    clarity,
    wall: wallView(picture, held?.at ?? lumen?.at ?? null, clarity),
  };
  return { scene, memory: { timeMs, field, textures, lumen, steady } };
}

/**
 * Which way a place lies from the centre of the field: degrees clockwise from 12 o'clock, 0 up to 360, and the distance
 * from the centre in half sides of the field (1 at its nearer edges).
 * `place` and `field` in fractions of the picture; `aspect` is the picture's width over its height in pixels. Pure.
 */
export function clockDirection(
  place: Place,
  field: Rect,
  aspect: number,
): { readonly degrees: number; readonly distance: number } {
  const x = (place[0] - field.x - field.w / 2) * aspect;
  const y = place[1] - field.y - field.h / 2;
  const degrees = (Math.atan2(x, -y) * 180) / Math.PI;
  return {
    degrees: (degrees + 360) % 360,
    distance: Math.hypot(x, y) / (Math.min(field.w * aspect, field.h) / 2),
  };
}

function inPicture(lumen: Lumen | null, field: Rect): Lumen | null {
  if (lumen === null) return null;
  const [x, y] = lumen.at;
  return { at: [field.x + x * field.w, field.y + y * field.h], confidence: lumen.confidence };
}

function sameRect(a: Rect, b: Rect): boolean {
  return a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h;
}
