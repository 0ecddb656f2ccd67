import type { Rect } from '@haustra/domain';
import { pixelRect, type Size } from './geometry.js';

/** A 2D context that must exist: one that is refused means a browser we cannot run in. */
export function context2d(
  canvas: OffscreenCanvas,
  settings?: CanvasRenderingContext2DSettings,
): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', settings);
  if (!context) throw new Error('this browser gives no 2D canvas to workers');
  return context;
}

/** Cuts the visible field out of a picture and scales it to a fixed size. One small canvas, used again and again. */
export class Sampler {
  readonly width: number;
  readonly height: number;
  readonly #context: OffscreenCanvasRenderingContext2D;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#context = context2d(new OffscreenCanvas(width, height), { alpha: false, willReadFrequently: true });
    this.#context.imageSmoothingEnabled = true;
    // "medium" averages over the pixels that fall together; "low" would skip them and alias.
    this.#context.imageSmoothingQuality = 'medium';
  }

  /** RGBA bytes of the field, `width * height * 4`. */
  sample(picture: CanvasImageSource, size: Size, field: Rect): Uint8ClampedArray {
    const { x, y, w, h } = pixelRect(field, size);
    this.#context.drawImage(picture, x, y, w, h, 0, 0, this.width, this.height);
    return this.#context.getImageData(0, 0, this.width, this.height).data;
  }
}
