import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { ExamSchema, HaustraError, JournalEntrySchema } from '@haustra/domain';
import { z } from 'zod';
import { ExamIdSchema } from '../../exams/exam-id.js';
import { ErrorSchema } from '../errors.js';
import type { Api, ServerParts } from '../parts.js';

const EntrySchema = z.object({
  id: z.string(),
  source: z.string(),
  startedAt: z.string().nullable(),
  endedAtMs: z.number().nullable().describe('Null while it is open.'),
  lesions: z.number().int(),
  problem: z.string().nullable().describe('Why its journal cannot be read.'),
});

export const ExamParamsSchema = z.object({ id: ExamIdSchema });
const PhotoParamsSchema = ExamParamsSchema.extend({ file: z.string().regex(/^[\w-]+\.jpg$/) });

/** The examinations at this station, read from their journals. */
export function examRoutes(api: Api, { shelf }: ServerParts): void {
  api.get(
    '/api/exams',
    {
      schema: {
        summary: 'All examinations, the newest first',
        tags: ['exams'],
        response: { 200: z.object({ exams: z.array(EntrySchema) }) },
      },
    },
    async () => ({ exams: await shelf.list() }),
  );

  api.get(
    '/api/exams/:id',
    {
      schema: {
        summary: 'One examination, computed from its journal',
        tags: ['exams'],
        params: ExamParamsSchema,
        response: { 200: ExamSchema, 404: ErrorSchema },
      },
    },
    ({ params }) => shelf.exam(params.id),
  );

  api.get(
    '/api/exams/:id/journal',
    {
      schema: {
        summary: 'The journal of an examination, its chain checked',
        tags: ['exams'],
        params: ExamParamsSchema,
        response: { 200: z.object({ entries: z.array(JournalEntrySchema) }), 404: ErrorSchema },
      },
    },
    async ({ params }) => ({ entries: await shelf.journal(params.id) }),
  );

  api.get(
    '/api/exams/:id/photos/:file',
    { schema: { summary: 'One photo (image/jpeg)', tags: ['exams'], params: PhotoParamsSchema } },
    ({ params }, reply) => {
      const path = join(shelf.folder(params.id), 'photos', params.file);
      if (!existsSync(path)) {
        throw new HaustraError({ code: 'not-found', message: 'there is no such photo', where: params.file });
      }
      return reply.type('image/jpeg').send(createReadStream(path));
    },
  );
}
