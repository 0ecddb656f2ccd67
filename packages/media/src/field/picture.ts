/** Pixels row by row, 3 (RGB) or 4 (RGBA) bytes each, as they come from a canvas, sharp or FFmpeg. */
export interface FieldPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly channels: 3 | 4;
}
