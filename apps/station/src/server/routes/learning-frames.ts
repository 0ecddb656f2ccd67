import { createReadStream, existsSync } from 'node:fs';
import { BoxSchema, CorrectionSchema, DROP_REASONS, GatheredFrameSchema } from '@haustra/domain';
import { z } from 'zod';
import { questionsOf } from '../../learn/ask/questions.js';
import { noFrame } from '../../learn/corrections/book.js';
import { framePage } from '../../learn/frames/read.js';
import { ErrorSchema } from '../errors.js';
import type { Api, ServerParts } from '../parts.js';
import { errors, RoundParamsSchema, tags } from './learning-schemas.js';

const FrameParamsSchema = RoundParamsSchema.extend({ n: z.coerce.number().int().nonnegative() });
const PictureParamsSchema = RoundParamsSchema.extend({ file: z.string().regex(/^[0-9]{1,9}\.jpg$/) });

const PageSchema = z.object({
  kept: z
    .enum(['true', 'false'])
    .transform((word) => word === 'true')
    .optional(),
  why: z.enum(DROP_REASONS).optional(),
  offset: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(500).default(60),
});

const QuestionSchema = z.object({
  frame: GatheredFrameSchema,
  lesions: z.array(z.object({ box: BoxSchema, score: z.number() })),
  correction: CorrectionSchema.nullable(),
});

/** The frames of a round: what was kept, what to ask about, and what was said. */
export function learningFrameRoutes(api: Api, { lab }: ServerParts): void {
  const { desk, learning } = lab;

  api.get(
    '/api/learning/rounds/:id/frames',
    {
      schema: {
        summary: 'The frames that a round looked at, one page, in the order of the recordings',
        tags,
        params: RoundParamsSchema,
        querystring: PageSchema,
        response: {
          200: z.object({ total: z.number().int(), frames: z.array(GatheredFrameSchema) }),
          404: ErrorSchema,
        },
      },
    },
    async ({ params, query }) => {
      await desk.get(params.id);
      return framePage(learning.round(params.id), query);
    },
  );

  api.get(
    '/api/learning/rounds/:id/frames/:file',
    { schema: { summary: 'The picture of a kept frame (image/jpeg)', tags, params: PictureParamsSchema } },
    ({ params }, reply) => {
      const n = Number.parseInt(params.file, 10);
      const path = learning.round(params.id).picture(n);
      if (!existsSync(path)) throw noFrame(params.id, n);
      return reply
        .type('image/jpeg')
        .header('cache-control', 'private, max-age=3600')
        .send(createReadStream(path));
    },
  );

  api.get(
    '/api/learning/rounds/:id/ask',
    {
      schema: {
        summary: 'The kept frames whose labels would teach most, the first first',
        tags,
        params: RoundParamsSchema,
        querystring: z.object({ count: z.coerce.number().int().min(1).max(500).default(24) }),
        response: { 200: z.object({ frames: z.array(QuestionSchema) }), 404: ErrorSchema },
      },
    },
    async ({ params, query }) => {
      await desk.get(params.id);
      return { frames: await questionsOf(learning.round(params.id), lab.book, query.count) };
    },
  );

  api.post(
    '/api/learning/rounds/:id/frames/:n/correction',
    {
      schema: {
        summary:
          'Takes down what a doctor says of a kept frame; with all parts null it takes back what was said',
        tags,
        params: FrameParamsSchema,
        body: CorrectionSchema.omit({ round: true, frame: true, at: true }),
        response: { 201: CorrectionSchema, ...errors },
      },
    },
    async ({ params, body }, reply) => {
      const correction = { ...body, round: params.id, frame: params.n, at: new Date().toISOString() };
      await lab.correct([correction]);
      return reply.code(201).send(correction);
    },
  );

  api.get(
    '/api/learning/rounds/:id/corrections',
    {
      schema: {
        summary: 'What is said of the frames of a round: the last word on each',
        tags,
        params: RoundParamsSchema,
        response: { 200: z.object({ corrections: z.array(CorrectionSchema) }), 404: ErrorSchema },
      },
    },
    async ({ params }) => {
      await desk.get(params.id);
      const all = [...(await lab.book.current()).values()];
      return { corrections: all.filter(({ round }) => round === params.id) };
    },
  );
}
