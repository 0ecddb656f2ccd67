import { createRequire } from 'node:module';
import { z } from 'zod';

/** The part of the OpenJPEG build that is used here. */
interface Decoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  decode(): void;
  getFrameInfo(): unknown;
  delete(): void;
}

const FrameInfoSchema = z.object({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  bitsPerSample: z.number().int().min(1).max(16),
  componentCount: z.number().int().min(1).max(4),
  isSigned: z.boolean(),
});
export type Jpeg2000Picture = z.infer<typeof FrameInfoSchema> & {
  /** Samples pixel by pixel, 8 or 16 bits (little-endian) each. */
  readonly bytes: Uint8Array;
};

type Codec = { J2KDecoder: new () => Decoder };
type Factory = (settings: { print(text: string): void; printErr(text: string): void }) => Promise<Codec>;
let codec: Promise<Codec> | null = null;

function loadCodec(): Promise<Codec> {
  // A CommonJS module that finds its WebAssembly file by its own place. It must not talk on our stdout.
  const factory = createRequire(import.meta.url)('@cornerstonejs/codec-openjpeg/decodewasmjs') as Factory;
  codec ??= factory({ print: () => undefined, printErr: () => undefined });
  return codec;
}

/** Decodes one JPEG 2000 code stream or file. Throws what the codec throws where it is damaged. */
export async function decodeJpeg2000(encoded: Uint8Array): Promise<Jpeg2000Picture> {
  const { J2KDecoder } = await loadCodec();
  const decoder = new J2KDecoder();
  try {
    decoder.getEncodedBuffer(encoded.length).set(encoded);
    decoder.decode();
    const info = FrameInfoSchema.parse(decoder.getFrameInfo());
    // The buffer belongs to the codec's memory, which the next picture overwrites.
    return { ...info, bytes: decoder.getDecodedBuffer().slice() };
  } finally {
    decoder.delete();
  }
}
