import { readFile } from 'node:fs/promises';
import { AuditEntrySchema } from '@haustra/domain';
import { scanAudit } from '@haustra/learning';
import { z } from 'zod';
import { decided } from '../../learn/rounds/decided.js';
import type { Api, ServerParts } from '../parts.js';
import { errors, NameSchema } from './learning-schemas.js';

const ModelSchema = z.object({
  name: z.string(),
  id: z.string().nullable(),
  version: z.string().nullable(),
  created: z.string().nullable(),
  current: z.boolean(),
  shipped: z.boolean(),
  gate: z.enum(['passed', 'refused']).nullable(),
  round: z.string().nullable(),
  addedAt: z.string().nullable(),
  promoted: z.object({ at: z.string(), by: z.string(), forced: z.boolean() }).nullable(),
  problem: z.string().nullable().describe('Why it cannot be opened.'),
});
const ModelsSchema = z.object({
  current: z.string().nullable().describe('The model in use; null is the shipped one.'),
  shipped: z.string(),
  since: z.object({ at: z.string(), by: z.string() }).nullable(),
  before: z.string().nullable().describe('What rolling back leads to; null is the shipped one.'),
  canRollBack: z.boolean(),
  models: z.array(ModelSchema),
});
const tags = ['models'];
const ParamsSchema = z.object({ name: z.string().min(1).max(200) });

/** The models of the site: which is in use, and putting another one into use. */
export function modelRoutes(api: Api, { lab }: ServerParts): void {
  const { registry } = lab;

  const state = async (): Promise<z.infer<typeof ModelsSchema>> => {
    const [{ current, history, since }, models] = await Promise.all([registry.ledger(), registry.list()]);
    return {
      current,
      shipped: models.find(({ shipped }) => shipped)?.name ?? '',
      since,
      before: history.at(-1) ?? null,
      canRollBack: current !== null && history.length > 0,
      models,
    };
  };

  api.get(
    '/api/models',
    {
      schema: {
        summary: 'The models of this site, the one in use first',
        tags,
        response: { 200: ModelsSchema },
      },
    },
    state,
  );

  api.post(
    '/api/models/:name/promote',
    {
      schema: {
        summary: 'Puts a model into use; without a passed gate only by force, which the audit journal says',
        tags,
        params: ParamsSchema,
        body: z.object({ by: NameSchema, force: z.boolean().default(false) }),
        response: { 200: ModelsSchema, ...errors },
      },
    },
    async ({ params, body }) => {
      await registry.promote(params.name, { by: body.by, forced: body.force });
      await decided(lab, params.name, 'promoted', body.by);
      return state();
    },
  );

  api.post(
    '/api/models/:name/refuse',
    {
      schema: {
        summary: 'Turns the candidate of a round away; it stays on the disk',
        tags,
        params: ParamsSchema,
        body: z.object({ by: NameSchema, reasons: z.array(z.string().max(500)).max(20).default([]) }),
        response: { 200: ModelsSchema, ...errors },
      },
    },
    async ({ params, body }) => {
      await registry.open(params.name);
      await registry.refuse(params.name, body.reasons, { by: body.by });
      await decided(lab, params.name, 'refused', body.by);
      return state();
    },
  );

  api.post(
    '/api/models/rollback',
    {
      schema: {
        summary: 'Puts back into use what was in use before',
        tags,
        body: z.object({ by: NameSchema }),
        response: { 200: ModelsSchema, ...errors },
      },
    },
    async ({ body }) => {
      await registry.rollBack({ by: body.by });
      return state();
    },
  );

  api.get(
    '/api/models/audit',
    {
      schema: {
        summary: 'The audit journal: what was done to models, by whom and when; whether its chain is intact',
        tags,
        response: { 200: z.object({ entries: z.array(AuditEntrySchema), intact: z.boolean() }) },
      },
    },
    async () => {
      const bytes = await readFile(registry.audit.path).catch(() => new Uint8Array());
      const { entries, broken, tornBytes } = scanAudit(bytes);
      // A broken chain is shown up to its break, not hidden behind an error.
      return { entries: [...entries], intact: broken === null && tornBytes === 0 };
    },
  );
}
