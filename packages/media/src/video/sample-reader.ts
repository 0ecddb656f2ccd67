import type { Readable } from 'node:stream';
import type { FieldPicture } from '../field/picture.js';

/** Cuts a pipe of raw RGB into pictures and hands each on. The picture's bytes are used again for the next. */
export class SampleReader {
  constructor(
    pipe: Readable,
    size: { width: number; height: number },
    onPicture: (picture: FieldPicture) => void,
  ) {
    const data = Buffer.alloc(size.width * size.height * 3);
    let filled = 0;
    pipe.on('error', () => undefined);
    pipe.on('data', (chunk: Buffer) => {
      let at = 0;
      while (at < chunk.length) {
        const copied = chunk.copy(data, filled, at);
        at += copied;
        filled += copied;
        if (filled < data.length) continue;
        filled = 0;
        onPicture({ ...size, data, channels: 3 });
      }
    });
  }
}
