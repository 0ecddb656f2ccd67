import { GateReportSchema, HaustraError, RoundSchema, RoundSettingsSchema } from '@haustra/domain';
import { z } from 'zod';
import { mustBeAllowed } from '../../learn/allowed.js';
import { PYTHON_HINT, trainingPython } from '../../learn/python/find.js';
import { readGate, readShadow, ShadowLineSchema } from '../../learn/results.js';
import { ARCHIVE, defaultSettings, labelledPictures } from '../../learn/settings.js';
import { ErrorSchema } from '../errors.js';
import type { Api, ServerParts } from '../parts.js';
import { CONSOLE, errors, NameSchema, RoundParamsSchema, tags } from './learning-schemas.js';

/** Who asks, for the audit journal; the body may be left out. */
const BySchema = z.object({ by: NameSchema.optional() }).nullish();

const DefaultsSchema = z.object({
  settings: RoundSettingsSchema,
  python: z.object({
    ok: z.boolean(),
    hint: z.string().describe('How to set it up; empty where it is there.'),
  }),
  labelled: z.object({ path: z.string().nullable(), pictures: z.number().int() }),
  sources: z.array(z.string()).describe('Folders that a round may learn from, beside `archive`.'),
});

/** Rounds of learning: start, watch, pause, look at what was kept, and say what is in it. */
export function learningRoutes(api: Api, { lab, learnFrom }: ServerParts): void {
  const { desk, learning } = lab;
  const roots = [learning.data, ...learnFrom];

  api.get(
    '/api/learning/defaults',
    {
      schema: {
        summary: 'What a round does where nothing else is asked, and what is missing for one',
        tags,
        response: { 200: DefaultsSchema },
      },
    },
    async () => {
      const settings = defaultSettings(learning.data);
      const pictures = settings.labelled === null ? 0 : await labelledPictures(settings.labelled);
      const python = trainingPython() !== null;
      return {
        settings,
        python: { ok: python, hint: python ? '' : PYTHON_HINT },
        labelled: { path: settings.labelled, pictures },
        sources: [...learnFrom],
      };
    },
  );

  api.get(
    '/api/learning/rounds',
    {
      schema: {
        summary: 'All rounds, the newest first',
        tags,
        response: { 200: z.object({ rounds: z.array(RoundSchema) }) },
      },
    },
    async () => ({ rounds: await desk.list() }),
  );

  api.post(
    '/api/learning/rounds',
    {
      schema: {
        summary: 'Starts a round; what is left out is as /api/learning/defaults says',
        tags,
        body: RoundSettingsSchema.partial().extend({ by: NameSchema.optional() }),
        response: { 201: RoundSchema, ...errors },
      },
    },
    async ({ body }, reply) => {
      const { by = CONSOLE, ...asked } = body;
      const defaults = defaultSettings(learning.data);
      const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
      const settings = RoundSettingsSchema.parse({ ...defaults, ...given });
      const sources = settings.sources.map((source) =>
        source === ARCHIVE ? ARCHIVE : mustBeAllowed(source, roots),
      );
      const { labelled } = settings;
      const ours = labelled === null || labelled === defaults.labelled;
      const round = await desk.start(
        {
          ...settings,
          sources: await Promise.all(sources),
          labelled: ours ? labelled : await mustBeAllowed(labelled, roots),
        },
        by,
      );
      return reply.code(201).send(round);
    },
  );

  api.get(
    '/api/learning/rounds/:id',
    {
      schema: {
        summary: 'One round as it stands',
        tags,
        params: RoundParamsSchema,
        response: { 200: RoundSchema, 404: ErrorSchema },
      },
    },
    ({ params }) => desk.get(params.id),
  );

  for (const [verb, summary] of [
    ['pause', 'Pauses a round; it can be resumed'],
    ['resume', 'Goes on with a round that is paused, stopped, failed or waits'],
    ['cancel', 'Ends a round for good'],
  ] as const) {
    api.post(
      `/api/learning/rounds/:id/${verb}`,
      {
        schema: {
          summary,
          tags,
          params: RoundParamsSchema,
          body: BySchema,
          response: { 200: RoundSchema, ...errors },
        },
      },
      ({ params, body }) => desk[verb](params.id, body?.by ?? CONSOLE),
    );
  }

  api.get(
    '/api/learning/rounds/:id/gate',
    {
      schema: {
        summary: 'Why the candidate of a round may or may not take the place of the current model',
        tags,
        params: RoundParamsSchema,
        response: { 200: GateReportSchema, 404: ErrorSchema },
      },
    },
    async ({ params }) => {
      await desk.get(params.id);
      const report = await readGate(learning.round(params.id));
      if (report !== null) return report;
      throw new HaustraError({
        code: 'not-found',
        message: 'the candidate of this round has not been judged yet',
        where: params.id,
        hint: 'Wait until the round has come to its gate.',
      });
    },
  );

  api.get(
    '/api/learning/rounds/:id/shadow',
    {
      schema: {
        summary: 'How far the candidate agreed with the current model on examinations, unseen',
        tags,
        params: RoundParamsSchema,
        response: { 200: z.object({ lines: z.array(ShadowLineSchema) }), 404: ErrorSchema },
      },
    },
    async ({ params }) => {
      await desk.get(params.id);
      return { lines: await readShadow(learning.round(params.id)) };
    },
  );
}
