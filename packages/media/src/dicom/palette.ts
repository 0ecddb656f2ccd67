import type { DicomFile } from './file.js';

/** The three lookup tables of a PALETTE COLOR file as 256 RGB triples; null where the file has none. Pure. */
export function paletteOf(file: DicomFile): Uint8Array | null {
  if (file.photometric !== 'PALETTE COLOR') return null;
  const out = new Uint8Array(256 * 3);
  for (let c = 0; c < 3; c += 1) {
    const about = `x0028110${c + 1}`;
    const table = file.data.elements[`x0028120${c + 1}`];
    const entries = file.data.uint16(about, 0) || 65_536;
    const first = file.data.uint16(about, 1) ?? 0;
    const bits = file.data.uint16(about, 2) ?? 16;
    if (table === undefined) return null;
    for (let value = 0; value < 256; value += 1) {
      const entry = Math.min(entries - 1, Math.max(0, value - first));
      const at = bits === 8 ? entry : entry * 2 + (file.bigEndian ? 0 : 1);
      out[value * 3 + c] = at < table.length ? (file.data.byteArray[table.dataOffset + at] ?? 0) : 0;
    }
  }
  return out;
}
