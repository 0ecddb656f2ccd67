import fastifyStatic from '@fastify/static';
import fastifySwagger from '@fastify/swagger';
import fastifyWebsocket from '@fastify/websocket';
import { DISCLAIMER } from '@haustra/domain';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { installErrors } from './errors.js';
import { refusal } from './origin.js';
import type { Api, ServerParts } from './parts.js';
import { demoRoutes } from './routes/demo.js';
import { examRoutes } from './routes/exams.js';
import { learningRoutes } from './routes/learning.js';
import { learningFrameRoutes } from './routes/learning-frames.js';
import { liveRoutes } from './routes/live.js';
import { liveFileRoutes } from './routes/live-files.js';
import { modelRoutes } from './routes/models.js';
import { stationRoutes } from './routes/station.js';
import { timelineRoutes } from './routes/timeline.js';

/** Largest message on the live socket: a frame of twice the model's side, RGBA. */
const LARGEST_MESSAGE = 4 * 1024 * 1024;

/** Nothing but the console's own files may run in the console's page, and no other page may frame it. */
const HEADERS = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; worker-src 'self' blob:; " +
    "style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** The station's server, with all routes, not yet listening. */
export async function buildServer(parts: ServerParts): Promise<Api> {
  const server: Api = Fastify({
    loggerInstance: parts.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    bodyLimit: 1024 * 1024,
  }).withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  installErrors(server);

  server.addHook('onRequest', async (request, reply) => {
    const { host, origin } = request.headers;
    const why = refusal({ host, origin }, parts.host);
    if (why !== null) {
      request.log.warn({ host, origin }, 'refused');
      return reply.code(403).send({ error: { code: 'usage', message: `Refused: ${why}.` } });
    }
    reply.headers(HEADERS);
  });

  await server.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Haustra station', description: DISCLAIMER, version: parts.version },
      tags: [
        { name: 'station', description: 'The station and its model' },
        { name: 'exams', description: 'Examinations and their journals' },
        { name: 'live', description: 'The open examination; results come on the WebSocket /api/live' },
        { name: 'learning', description: 'Rounds of learning, what they kept, and what doctors say of it' },
        { name: 'models', description: 'Models, their promotion and the audit journal' },
        { name: 'demo', description: 'A rendered colon' },
      ],
    },
    transform: jsonSchemaTransform,
  });
  await server.register(fastifyWebsocket, { options: { maxPayload: LARGEST_MESSAGE } });
  await server.register(
    fastifyStatic,
    parts.consoleFolder === null ? { serve: false, root: process.cwd() } : { root: parts.consoleFolder },
  );

  stationRoutes(server, parts);
  examRoutes(server, parts);
  timelineRoutes(server, parts);
  liveFileRoutes(server, parts);
  demoRoutes(server, parts);
  learningRoutes(server, parts);
  learningFrameRoutes(server, parts);
  modelRoutes(server, parts);
  liveRoutes(server, parts);
  server.get('/api/openapi.json', { schema: { hide: true } }, () => server.swagger());
  if (parts.consoleFolder === null) {
    server.get('/', { schema: { hide: true } }, (_request, reply) =>
      reply
        .code(503)
        .type('text/plain; charset=utf-8')
        .send('The console is not built. Run: npm run build\n'),
    );
  }
  return server;
}
