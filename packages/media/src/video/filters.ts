import type { Rect } from '@haustra/domain';
import type { Sampling } from '../source/types.js';
import type { VideoFacts } from '../tools/probe.js';

const fraction = (value: number) => value.toFixed(6);

/** What must happen to a decoded picture before anything else: lines of interlaced frames are joined into one picture. */
export function deinterlace(facts: VideoFacts): readonly string[] {
  // Touches only frames that the decoder marks as interlaced.
  return facts.interlaced === 'no' ? [] : ['yadif=mode=send_frame:deint=interlaced'];
}

/** High-definition video that does not name its colour matrix is BT.709, as players take it. */
function colour(facts: VideoFacts): string {
  return !facts.colourKnown && facts.height >= 720 && facts.width >= 1280 ? ':in_color_matrix=bt709' : '';
}

/** How a region of `from` pixels is resized: averaged when it shrinks, smoothly interpolated when it grows. */
function resizer(from: { width: number; height: number }, to: { width: number; height: number }): string {
  return from.width >= to.width && from.height >= to.height ? 'area' : 'bicubic';
}

/** Seconds; more than rounding of times can make, less than any frame. */
const ROUNDING = 0.00001;

/**
 * Lets the first picture of each stretch of time through, where a recording is taken up again those after the stretch
 * in which it was left. The input then begins at `afterMs` and counts its own time from there.
 */
function only({ perSecond, afterMs }: Sampling): string {
  const from = (afterMs ?? 0) / 1000 + ROUNDING;
  const stretch = (time: string) => `floor((${time}+${from.toFixed(6)})*${perSecond})`;
  const after = afterMs === undefined ? '' : `*gt(${stretch('t')}\\,${stretch('0')})`;
  // Before the first there is none, and no stretch is that of "none".
  return `select=not(eq(${stretch('t')}\\,${stretch('prev_selected_t')}))${after}`;
}

/**
 * Filters from the decoded picture to the model's input: the field cut out in the camera's own pixel format (a
 * fraction of the cost of converting the whole picture), then one step to `size` in RGB.
 */
export function analysisFilters(
  facts: VideoFacts,
  field: Rect,
  size: { width: number; height: number },
  sample?: Sampling,
): string[] {
  const inside = { width: facts.width * field.w, height: facts.height * field.h };
  const whole = field.w >= 1 && field.h >= 1;
  const crop = `crop=w=max(1\\,iw*${fraction(field.w)}):h=max(1\\,ih*${fraction(field.h)})`;
  return [
    ...deinterlace(facts),
    ...(sample === undefined ? [] : [only(sample)]),
    ...(whole ? [] : [`${crop}:x=iw*${fraction(field.x)}:y=ih*${fraction(field.y)}`]),
    `scale=${size.width}:${size.height}:flags=${resizer(inside, size)}${colour(facts)}`,
    'format=rgb24',
  ];
}

/**
 * Last filters: every picture's time, in microseconds, as one line on file descriptor 3, written before the picture
 * leaves. (`metadata` prints only pictures that carry a note, so each is given one.)
 */
export const TIME_FILTERS: readonly string[] = [
  'settb=1/1000000',
  'metadata=mode=add:key=h:value=1',
  "metadata=mode=print:key=h:file='pipe\\:3':direct=1",
];

/** The whole picture in small and in RGB, to find the visible field in. */
export function sampleSize(facts: VideoFacts): { width: number; height: number } {
  const scale = Math.min(1, 480 / Math.max(facts.width, facts.height));
  return {
    width: Math.max(1, Math.round(facts.width * scale)),
    height: Math.max(1, Math.round(facts.height * scale)),
  };
}

export function sampleFilters(facts: VideoFacts): string[] {
  const { width, height } = sampleSize(facts);
  return [...deinterlace(facts), `scale=${width}:${height}:flags=area${colour(facts)}`, 'format=rgb24'];
}
