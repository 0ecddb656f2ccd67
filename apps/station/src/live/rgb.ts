import type { WireFrame } from '@haustra/domain';

/** The pixels of a wire frame as RGB bytes of their own: the message that brought them may be reused. */
export function rgbOf(frame: WireFrame): Uint8Array {
  if (frame.channels === 3) return Uint8Array.from(frame.pixels);
  const { pixels } = frame;
  const rgb = new Uint8Array((pixels.length / 4) * 3);
  for (let from = 0, to = 0; from < pixels.length; from += 4, to += 3) {
    rgb[to] = pixels[from] as number;
    rgb[to + 1] = pixels[from + 1] as number;
    rgb[to + 2] = pixels[from + 2] as number;
  }
  return rgb;
}
