import { HaustraError } from '@haustra/domain';
import { z } from 'zod';
import type { LiveExam } from '../../live/live-exam.js';
import { ErrorSchema } from '../errors.js';
import type { Api, ServerParts } from '../parts.js';
import { ExamParamsSchema } from './exams.js';

const PHOTO_BYTES = 20 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024 * 1024;

const PhotoQuerySchema = z.object({
  frameId: z.coerce.number().int().nonnegative().optional(),
  captureMs: z.coerce.number().optional().describe("Time of capture by the sender's clock, as with frames."),
  lesionId: z.coerce.number().int().positive().optional(),
  place: z.string().max(60).optional().describe('What it shows: a place of the photo checklist.'),
  by: z
    .enum(['doctor', 'engine'])
    .default('doctor')
    .describe('`engine` for the still that a result told the console to take.'),
});

const FileSchema = z.object({ file: z.string().describe('Name within the examination’s folder.') });
const BytesSchema = z.object({ bytes: z.number().int().describe('Length of the recording so far.') });
const answers = <T extends z.ZodType>(ok: T) => ({
  200: ok,
  400: ErrorSchema,
  404: ErrorSchema,
  409: ErrorSchema,
});

/** What a console adds to the examination that it has open: photos and the recording of the picture. */
export function liveFileRoutes(api: Api, { room, shelf }: ServerParts): void {
  const openExam = async (id: string): Promise<LiveExam> => {
    const exam = room.find(id);
    if (exam !== null) return exam;
    if (room.isWaiting(id)) throw waits(id);
    await shelf.journal(id);
    throw over(id);
  };

  // Bodies are read whole and bounded; a console sends small ones.
  api.addContentTypeParser(['image/jpeg', 'video/webm'], { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });

  api.post(
    '/api/exams/:id/photos',
    {
      bodyLimit: PHOTO_BYTES,
      schema: {
        summary: 'Keeps a photo (body image/jpeg, at most 20 MB)',
        tags: ['live'],
        consumes: ['image/jpeg'],
        params: ExamParamsSchema,
        querystring: PhotoQuerySchema,
        response: answers(FileSchema),
      },
    },
    async ({ params, query, body }) => {
      const { frameId = null, captureMs = null, lesionId = null, place, by: author } = query;
      const jpeg = jpegOf(body);
      const exam = await openExam(params.id);
      return { file: await exam.photo(jpeg, { frameId, captureMs, lesionId, place, author }) };
    },
  );

  api.post(
    '/api/exams/:id/recording/start',
    {
      schema: {
        summary: 'Starts a recording',
        tags: ['live'],
        params: ExamParamsSchema,
        response: answers(FileSchema),
      },
    },
    async ({ params }) => ({ file: await (await openExam(params.id)).startRecording() }),
  );

  api.post(
    '/api/exams/:id/recording/chunk',
    {
      bodyLimit: CHUNK_BYTES,
      schema: {
        summary: 'Appends the next chunk of the recording (body video/webm); send them one after another',
        tags: ['live'],
        consumes: ['video/webm'],
        params: ExamParamsSchema,
        response: answers(BytesSchema),
      },
    },
    async ({ params, body }) => {
      if (!Buffer.isBuffer(body)) throw wrongBody('video/webm');
      return { bytes: await (await openExam(params.id)).recordChunk(body) };
    },
  );

  api.post(
    '/api/exams/:id/recording/stop',
    {
      schema: {
        summary: 'Stops the recording; its file is then whole',
        tags: ['live'],
        params: ExamParamsSchema,
        response: answers(FileSchema),
      },
    },
    async ({ params }) => ({ file: await (await openExam(params.id)).stopRecording() }),
  );
}

/** The body, if it begins and ends as a JPEG does. */
function jpegOf(body: unknown): Uint8Array {
  if (!Buffer.isBuffer(body) || body.length < 4) throw wrongBody('image/jpeg');
  const begins = body[0] === 0xff && body[1] === 0xd8 && body[2] === 0xff;
  if (!begins) throw wrongBody('image/jpeg');
  return body;
}

const wrongBody = (type: string) =>
  new HaustraError({
    code: 'usage',
    message: `the body is not ${type}`,
    hint: `Send it with content-type ${type}.`,
  });

/** Try again once it is resumed. */
const waits = (id: string) =>
  new HaustraError({
    code: 'busy',
    message: 'the examination waits to be resumed',
    where: id,
    hint: 'Resume it on the live socket first.',
  });

/** Trying again is of no use. */
const over = (id: string) =>
  new HaustraError({
    code: 'not-found',
    message: 'the examination has ended and takes nothing more',
    where: id,
    hint: 'Start a new one.',
  });
