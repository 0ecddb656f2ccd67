import { ANALYSIS_STATES, DISCLAIMER, ModelManifestSchema, STATE_REASONS } from '@haustra/domain';
import { z } from 'zod';
import { ErrorSchema } from '../errors.js';
import type { Api, ServerParts } from '../parts.js';

const HealthSchema = z.object({
  ok: z.boolean().describe('The station serves and can analyse.'),
  version: z.string(),
  analysis: z.object({
    state: z.enum(ANALYSIS_STATES),
    reason: z.enum(STATE_REASONS).nullable(),
    workerPid: z.number().int().nullable(),
    problem: z.string().nullable(),
  }),
  demo: z.boolean(),
  openExams: z.number().int(),
  disclaimer: z.string(),
});

const ModelSchema = z.object({
  manifest: ModelManifestSchema,
  precision: z.enum(['int8', 'fp32']),
  provider: z.string(),
  sha256: z.string(),
  providers: z.array(
    z.object({ provider: z.string(), precision: z.string(), ms: z.number().nullable(), why: z.string() }),
  ),
});

/** How the station is, and which model it runs. */
export function stationRoutes(api: Api, { analysis, room, version, demo }: ServerParts): void {
  api.get(
    '/api/health',
    { schema: { summary: 'How the station is', tags: ['station'], response: { 200: HealthSchema } } },
    () => {
      const { state, reason, pid } = analysis.state;
      return {
        ok: state === 'ready',
        version,
        analysis: { state, reason, workerPid: pid, problem: analysis.problem?.sentence ?? null },
        demo,
        openExams: room.openExams.length,
        disclaimer: DISCLAIMER,
      };
    },
  );

  api.get(
    '/api/model',
    {
      schema: {
        summary: 'The model that runs: its manifest, and how each provider measured at the start',
        tags: ['station'],
        response: { 200: ModelSchema, 503: ErrorSchema },
      },
    },
    async (_request, reply) => {
      const ready = await analysis.settled;
      if (ready === null) {
        const message = analysis.problem?.sentence ?? 'No analysis runs.';
        return reply
          .code(503)
          .send({ error: { code: analysis.problem?.code ?? 'analysis-failed', message } });
      }
      const { precision, provider, sha256, providers } = ready.info;
      return { manifest: ready.model.manifest, precision, provider, sha256, providers: [...providers] };
    },
  );
}
