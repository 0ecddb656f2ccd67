import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  BoxSchema,
  CorrectionSchema,
  DROP_REASONS,
  GatheredFrameSchema,
  HaustraError,
} from '@haustra/domain';
import type { FastifyReply } from 'fastify';
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
      return sendFile(reply, learning.round(params.id).picture(n), 'image/jpeg', noFrame(params.id, n));
    },
  );

  api.get(
    '/api/learning/rounds/:id/dropped/:file',
    {
      schema: {
        summary: 'A small picture of a dropped frame (image/jpeg); only some have one',
        tags,
        params: PictureParamsSchema,
      },
    },
    ({ params }, reply) => {
      const path = join(learning.round(params.id).dropped, params.file);
      return sendFile(reply, path, 'image/jpeg', noFrame(params.id, Number.parseInt(params.file, 10)));
    },
  );

  api.get(
    '/api/learning/rounds/:id/contact.html',
    {
      schema: {
        summary: 'The contact sheet (text/html): what was kept, what was dropped and why',
        tags,
        params: RoundParamsSchema,
      },
    },
    ({ params }, reply) =>
      sendFile(reply, learning.round(params.id).sheet, 'text/html; charset=utf-8', noSheet(params.id)),
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

/** @throws `missing` where there is no such file */
function sendFile(
  reply: { type(type: string): FastifyReply },
  path: string,
  type: string,
  missing: HaustraError,
): FastifyReply {
  if (!existsSync(path)) throw missing;
  // Pictures never change; the sheet is written again when a round goes on.
  const keep = type === 'image/jpeg' ? 'private, max-age=3600' : 'no-cache';
  return reply.type(type).header('cache-control', keep).send(createReadStream(path));
}

const noSheet = (round: string): HaustraError =>
  new HaustraError({
    code: 'not-found',
    message: 'the round has no contact sheet yet',
    where: round,
    hint: 'Wait until its frames are gathered.',
  });
