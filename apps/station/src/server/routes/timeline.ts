import { HaustraError } from '@haustra/domain';
import { z } from 'zod';
import { LANGS } from '../../cli/lang.js';
import { drawTimeline, timelinePng } from '../../timeline/write.js';
import type { Api, ServerParts } from '../parts.js';
import { ExamParamsSchema } from './exams.js';

const QuerySchema = z.object({ lang: z.enum(LANGS).default('en') });

/** The course of an examination as a picture, drawn from its journal each time. */
export function timelineRoutes(api: Api, { shelf }: ServerParts): void {
  api.get(
    '/api/exams/:id/timeline.svg',
    {
      schema: {
        summary: 'The course of an examination (image/svg+xml)',
        tags: ['exams'],
        params: ExamParamsSchema,
        querystring: QuerySchema,
      },
    },
    async ({ params, query }, reply) =>
      reply.type('image/svg+xml').send(drawTimeline(await shelf.journal(params.id), query.lang)),
  );

  api.get(
    '/api/exams/:id/timeline.png',
    {
      schema: {
        summary: 'The same as image/png; in English where the station has no font for the language',
        tags: ['exams'],
        params: ExamParamsSchema,
        querystring: QuerySchema,
      },
    },
    async ({ params, query }, reply) => {
      const drawn = await timelinePng(await shelf.journal(params.id), query.lang);
      if (drawn === null) throw noFont();
      return reply.type('image/png').header('content-language', drawn.lang).send(drawn.png);
    },
  );
}

const noFont = () =>
  new HaustraError({
    code: 'unsupported',
    message: 'this station has no font to draw words with',
    hint: 'Install one, or take timeline.svg.',
  });
