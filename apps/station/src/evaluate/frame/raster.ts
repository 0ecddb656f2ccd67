/** A picture of three bytes a pixel (red, green, blue), row by row. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

export type Colour = readonly [number, number, number];

/** Nothing within this distance from the middle (see `fromMiddle`) is touched by anything in this folder. */
export const CENTRE = 0.22;

/** Sets one pixel. */
export function paint({ width, rgb }: Raster, x: number, y: number, colour: Colour): void {
  rgb.set(colour, (y * width + x) * 3);
}

/**
 * How far a pixel lies from the middle: 0 in the middle, 0.5 at the middle of each side, 0.71 in the corners, so that
 * a picture that is not square is measured in its own proportions.
 */
export function fromMiddle({ width, height }: Raster, x: number, y: number): number {
  const across = (x + 0.5) / width - 0.5;
  const down = (y + 0.5) / height - 0.5;
  // Not Math.hypot: it is many times slower, and this is asked of every pixel.
  return Math.sqrt(across * across + down * down);
}
