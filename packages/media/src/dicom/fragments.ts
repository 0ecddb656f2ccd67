import type { DicomFile } from './file.js';

/**
 * The fragments of encapsulated pixel data grouped into frames: by the offset table where there is one, one each where
 * the numbers agree, else a new frame at each fragment that starts a JPEG or JPEG 2000 picture. Views, not copies,
 * except for frames in several fragments. Frames that are missing are missing here too. Pure.
 */
export function frameBytes(file: DicomFile): Uint8Array[] {
  const { pixels, data, frames } = file;
  const fragments = pixels.fragments ?? [];
  const bytes = fragments.map((f) => data.byteArray.subarray(f.position, f.position + f.length));
  if (frames === 1) return bytes.length === 0 ? [] : [join(bytes)];
  const table = pixels.basicOffsetTable ?? [];
  const starts =
    table.length === frames
      ? fragments.map((f) => table.includes(f.offset))
      : fragments.length === frames
        ? fragments.map(() => true)
        : bytes.map((b) => b[0] === 0xff && (b[1] === 0xd8 || b[1] === 0x4f));
  const groups: Uint8Array[][] = [];
  bytes.forEach((fragment, i) => {
    if (starts[i] === true || groups.length === 0) groups.push([fragment]);
    else groups.at(-1)?.push(fragment);
  });
  return groups.map(join);
}

/** All fragments one after the other: the video of an encapsulated video. */
export function allFragments(file: DicomFile): readonly Uint8Array[] {
  const { pixels, data } = file;
  return (pixels.fragments ?? []).map((f) => data.byteArray.subarray(f.position, f.position + f.length));
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const only = parts[0];
  return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
}
