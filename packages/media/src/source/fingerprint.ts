import { createHash, type Hash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';

const WHOLE_BYTES = 64 << 20;
const BLOCK_BYTES = 1 << 20;
const BLOCKS = 64;

async function addFile(hash: Hash, path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    hash.update(`${size}\n`);
    const spread = size <= WHOLE_BYTES ? null : (size - BLOCK_BYTES) / (BLOCKS - 1);
    const blocks = spread === null ? Math.ceil(size / BLOCK_BYTES) : BLOCKS;
    const buffer = Buffer.allocUnsafe(BLOCK_BYTES);
    for (let i = 0; i < blocks; i += 1) {
      const at = spread === null ? i * BLOCK_BYTES : Math.floor(i * spread);
      const { bytesRead } = await file.read(buffer, 0, BLOCK_BYTES, at);
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/**
 * SHA-256 fingerprint of a recording, as 64 hexadecimal digits: over size and content of the file; of a file larger
 * than 64 MiB over its size and 64 blocks of 1 MiB spread evenly from its first to its last byte, so that an hour of
 * video does not wait for its hash. It tells recordings apart; it is no proof against tampering.
 */
export async function fingerprintOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await addFile(hash, path);
  return hash.digest('hex');
}

/** Fingerprint of a folder of frames: over the name, size and first block of each picture, in order. */
export async function fingerprintOfPictures(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(1 << 16);
  for (const path of paths) {
    const { size } = await stat(path);
    hash.update(`${basename(path)}\n${size}\n`);
    const file = await open(path, 'r');
    try {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      hash.update(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  }
  return hash.digest('hex');
}
