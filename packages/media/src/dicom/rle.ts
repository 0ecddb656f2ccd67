/** Undoes the PackBits of one RLE segment (DICOM PS3.5 annex G) into `out`; returns how many bytes came. */
function unpack(bytes: Uint8Array, out: Uint8Array): number {
  let to = 0;
  for (let at = 0; at < bytes.length && to < out.length; ) {
    const head = bytes[at] ?? 128;
    at += 1;
    if (head < 128) {
      const run = bytes.subarray(at, at + Math.min(head + 1, out.length - to));
      out.set(run, to);
      to += run.length;
      at += head + 1;
    } else if (head > 128) {
      const n = Math.min(257 - head, out.length - to);
      out.fill(bytes[at] ?? 0, to, to + n);
      to += n;
      at += 1;
    }
  }
  return to;
}

/**
 * Decodes one RLE frame into its byte planes, each `pixels` long, in the order of the file: sample by sample, the
 * high byte of a sample before its low byte. Null when the header or a segment is not what it should be. Pure.
 */
export function decodeRle(frame: Uint8Array, pixels: number, planes: number): Uint8Array[] | null {
  if (frame.length < 64) return null;
  const head = new DataView(frame.buffer, frame.byteOffset, 64);
  if (head.getUint32(0, true) !== planes) return null;
  const out: Uint8Array[] = [];
  for (let p = 0; p < planes; p += 1) {
    const from = head.getUint32(4 + p * 4, true);
    const to = p + 1 < planes ? head.getUint32(8 + p * 4, true) : frame.length;
    if (from < 64 || to < from || to > frame.length) return null;
    const plane = new Uint8Array(pixels);
    if (unpack(frame.subarray(from, to), plane) < pixels) return null;
    out.push(plane);
  }
  return out;
}
