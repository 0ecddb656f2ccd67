import { randomBytes } from 'node:crypto';
import { z } from 'zod';

/** An examination's id is also its folder's name, so it holds nothing that could lead elsewhere. */
export const ExamIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/i, 'an examination id');

/** Id of a live examination: when it began (UTC), and four random bytes against a clash. */
export function liveExamId(startedAt: Date): string {
  const stamp = startedAt.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  return `live-${stamp}-${randomBytes(4).toString('hex')}`;
}
