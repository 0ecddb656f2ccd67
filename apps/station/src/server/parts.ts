import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import type { ExamShelf } from '../exams/shelf.js';
import type { Lab } from '../learn/lab.js';
import type { Analysis } from '../live/analysis.js';
import type { LiveRoom } from '../live/room.js';

/** What the routes are built on. */
export interface ServerParts {
  readonly analysis: Analysis;
  readonly room: LiveRoom;
  readonly shelf: ExamShelf;
  /** Learning: rounds and corrections. */
  readonly lab: Lab;
  /** Folders that a round asked for over the network may learn from, beside the data folder. */
  readonly learnFrom: readonly string[];
  readonly log: Logger;
  readonly version: string;
  /** Address that the station listens on, for the check of hosts and origins. */
  readonly host: string;
  /** The console opens on the phantom clip. */
  readonly demo: boolean;
  /** Folder of the built console; null where it is not built. */
  readonly consoleFolder: string | null;
  /** Routes that break things on purpose; only for tests. */
  readonly testHooks: boolean;
}

/** The server with request and answer types taken from zod schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;
