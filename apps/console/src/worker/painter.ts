import type { LiveLesion, Rect, TypeCall } from '@haustra/domain';
import { canvasSize, type Size } from './geometry.js';
import type { CallWords, Viewport } from './protocol.js';
import { context2d } from './sampler.js';

type Context = OffscreenCanvasRenderingContext2D;

/** Colour and dash of each call: told apart by shape and lightness too, not by hue alone. */
const LOOKS: Record<TypeCall, { colour: string; dash: readonly number[] }> = {
  neoplastic: { colour: '#ffb13d', dash: [] },
  'non-neoplastic': { colour: '#35d6f2', dash: [14, 8] },
  'no-call': { colour: '#ffffff', dash: [2.5, 7] },
};
const HALO = 'rgba(6, 10, 12, 0.72)';

/** Draws outlines, numbers and calls in one pass over whatever is on the context. Sizes follow the picture's height. */
export function drawLesions(
  context: Context,
  size: Size,
  lesions: readonly LiveLesion[],
  words: CallWords,
): void {
  const unit = Math.min(size.width, size.height) / 540;
  for (const lesion of lesions) {
    const { colour, dash } = LOOKS[lesion.call];
    const path = outlinePath(lesion, size);
    context.globalAlpha = lesion.held ? 0.6 : 1;
    strokeHaloed(context, path, colour, unit, dash);
    drawLabel(context, size, lesion, words, unit);
    context.globalAlpha = 1;
  }
}

/** A line that stands out on any mucosa: its colour, dashed or not, over a dark halo. */
function strokeHaloed(
  context: Context,
  path: Path2D,
  colour: string,
  unit: number,
  dash: readonly number[] = [],
): void {
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.setLineDash([]);
  context.strokeStyle = HALO;
  context.lineWidth = 7 * unit;
  context.stroke(path);
  context.setLineDash(dash.map((length) => length * unit));
  context.strokeStyle = colour;
  context.lineWidth = 3 * unit;
  context.stroke(path);
  context.setLineDash([]);
}

function outlinePath(lesion: LiveLesion, size: Size): Path2D {
  const path = new Path2D();
  for (const ring of lesion.outline) {
    ring.forEach(([x, y], i) => {
      if (i === 0) path.moveTo(x * size.width, y * size.height);
      else path.lineTo(x * size.width, y * size.height);
    });
    path.closePath();
  }
  if (lesion.outline.length === 0) {
    const [x, y, w, h] = lesion.box;
    path.roundRect(
      x * size.width,
      y * size.height,
      w * size.width,
      h * size.height,
      0.012 * Math.min(size.width, size.height),
    );
  }
  return path;
}

function drawLabel(context: Context, size: Size, lesion: LiveLesion, words: CallWords, unit: number): void {
  const number = `${lesion.id}`;
  const text = `${words[lesion.call]} ${lesion.score.toFixed(2)}`;
  const large = 22 * unit;
  const small = 14 * unit;
  const pad = 5 * unit;
  context.textBaseline = 'middle';
  context.font = `700 ${large}px system-ui, sans-serif`;
  const numberWidth = context.measureText(number).width;
  context.font = `600 ${small}px system-ui, sans-serif`;
  const width = numberWidth + context.measureText(text).width + 3 * pad;
  const height = large + pad;
  const [x, y, , h] = lesion.box;
  const above = y * size.height - height - 4 * unit;
  const left = Math.min(Math.max(0, x * size.width), size.width - width);
  // Outside the box, so that the mucosa under it stays free: above it, or below where there is no room.
  const top = above >= 0 ? above : Math.min((y + h) * size.height + 4 * unit, size.height - height);
  const { colour } = LOOKS[lesion.call];
  context.fillStyle = HALO;
  context.beginPath();
  context.roundRect(left, top, width, height, 4 * unit);
  context.fill();
  context.fillStyle = colour;
  context.font = `700 ${large}px system-ui, sans-serif`;
  context.fillText(number, left + pad, top + height / 2);
  context.font = `600 ${small}px system-ui, sans-serif`;
  context.fillText(text, left + numberWidth + 2 * pad, top + height / 2 + unit);
}

/** The way to the lumen, in fractions of the picture; null where it is not wanted or not seen. */
export interface Way {
  readonly lumen: readonly [number, number] | null;
  readonly field: Rect;
}

/** Nearer to the middle than this (of the field's shorter side), the lumen lies ahead: a ring, no arrow. */
const AHEAD = 0.12;

/** A ring where the lumen goes on, and an arrow from the middle of the field towards it. */
function drawWay(context: Context, size: Size, { lumen, field }: Way): void {
  if (lumen === null) return;
  const unit = Math.min(size.width, size.height) / 540;
  const [x, y] = [lumen[0] * size.width, lumen[1] * size.height];
  const middle = { x: (field.x + field.w / 2) * size.width, y: (field.y + field.h / 2) * size.height };
  const side = Math.min(field.w * size.width, field.h * size.height);
  const distance = Math.hypot(x - middle.x, y - middle.y);
  const path = new Path2D();
  if (distance > AHEAD * side) {
    const angle = Math.atan2(y - middle.y, x - middle.x);
    const at = (along: number, across: number): [number, number] => [
      middle.x + Math.cos(angle) * along - Math.sin(angle) * across,
      middle.y + Math.sin(angle) * along + Math.cos(angle) * across,
    ];
    const tip = Math.min(distance - 22 * unit, 0.34 * side);
    path.moveTo(...at(tip - 60 * unit, 0));
    path.lineTo(...at(tip, 0));
    path.moveTo(...at(tip - 16 * unit, -12 * unit));
    path.lineTo(...at(tip, 0));
    path.lineTo(...at(tip - 16 * unit, 12 * unit));
  }
  path.moveTo(x + 16 * unit, y);
  path.arc(x, y, 16 * unit, 0, 2 * Math.PI);
  strokeHaloed(context, path, '#9be37a', unit);
}

/** The overlay canvas: either one frame with its own outlines, or outlines alone, or nothing. */
export class Painter {
  readonly #canvas: OffscreenCanvas;
  readonly #context: Context;
  #viewport: Viewport;
  #words: CallWords;
  #blank = true;

  constructor(canvas: OffscreenCanvas, viewport: Viewport, words: CallWords) {
    this.#canvas = canvas;
    this.#context = context2d(canvas);
    this.#viewport = viewport;
    this.#words = words;
  }

  set viewport(viewport: Viewport) {
    this.#viewport = viewport;
  }

  set words(words: CallWords) {
    this.#words = words;
  }

  get words(): CallWords {
    return this.#words;
  }

  /** Paints the frame and its outlines, or (`picture` null) the outlines alone on a clear canvas. */
  paint(picture: CanvasImageSource | null, size: Size, lesions: readonly LiveLesion[], way: Way): void {
    this.#fit(size);
    const shape = { width: this.#canvas.width, height: this.#canvas.height };
    if (picture) this.#context.drawImage(picture, 0, 0, shape.width, shape.height);
    else this.#context.clearRect(0, 0, shape.width, shape.height);
    drawWay(this.#context, shape, way);
    drawLesions(this.#context, shape, lesions, this.#words);
    this.#blank = false;
  }

  /** Clears the canvas, so that the live video shows through. */
  clear(): void {
    if (this.#blank) return;
    this.#context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#blank = true;
  }

  #fit(size: Size): void {
    const { width, height } = canvasSize(size, this.#viewport);
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
  }
}
