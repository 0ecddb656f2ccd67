import { open } from 'node:fs/promises';
import { systemCode } from './io-error.js';

/** Flushes a written file to the disk. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Flushes a folder, so that a new or renamed name in it survives a power cut; systems that cannot are let off. */
export async function syncFolder(path: string): Promise<void> {
  const letOff = new Set(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP']);
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (thrown) {
    if (!letOff.has(systemCode(thrown) ?? '')) throw thrown;
  }
}
