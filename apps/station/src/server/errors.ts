import { type ErrorCode, HaustraError } from '@haustra/domain';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Api } from './parts.js';

/** The body of every answer that is an error. */
export const ErrorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string().describe('One plain sentence: what happened and what to do.'),
  }),
});

const statusOf: Readonly<Partial<Record<ErrorCode, number>>> = {
  usage: 400,
  'not-found': 404,
  busy: 409,
  refused: 409,
  unsupported: 415,
  unwritable: 507,
  'model-invalid': 503,
  'analysis-failed': 503,
};

/** Turns what a route throws into a status and a sentence; what is not meant for the other side goes to the log only. */
export function installErrors(server: Api): void {
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: { code: 'not-found', message: 'There is nothing at this address.' } }),
  );
  server.setErrorHandler((thrown, request, reply) => {
    if (thrown instanceof HaustraError) {
      const status = statusOf[thrown.code] ?? 500;
      if (status >= 500) request.log.error({ err: thrown }, 'request failed');
      return reply.code(status).send({ error: { code: thrown.code, message: thrown.sentence } });
    }
    if (hasZodFastifySchemaValidationErrors(thrown)) {
      const what = thrown.validation
        .map(({ instancePath, message }) => `${instancePath} ${message}`)
        .join('; ');
      return reply
        .code(400)
        .send({ error: { code: 'usage', message: `The request does not fit: ${what}.` } });
    }
    const status = statusIn(thrown);
    if (status >= 500) request.log.error({ err: thrown }, 'request failed');
    const said =
      thrown instanceof Error && status < 500
        ? thrown.message
        : 'The station could not do this; its log says why';
    return reply
      .code(status)
      .send({ error: { code: status < 500 ? 'usage' : 'internal', message: `${said}.` } });
  });
}

function statusIn(thrown: unknown): number {
  const status =
    typeof thrown === 'object' && thrown !== null && 'statusCode' in thrown ? thrown.statusCode : 500;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
