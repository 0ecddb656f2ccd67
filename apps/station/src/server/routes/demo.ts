import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HaustraError } from '@haustra/domain';
import { phantomClipPath } from '@haustra/phantom';
import { z } from 'zod';
import { ErrorSchema } from '../errors.js';
import type { Api, ServerParts } from '../parts.js';

/** The phantom clip for a machine with no camera and no data; and, for tests only, a way to kill the worker. */
export function demoRoutes(api: Api, { analysis, testHooks }: ServerParts): void {
  api.get(
    '/api/demo/phantom.mp4',
    { schema: { summary: 'The phantom clip (video/mp4, byte ranges)', tags: ['demo'] } },
    (_request, reply) => {
      const clip = fileURLToPath(phantomClipPath());
      if (!existsSync(clip)) {
        throw new HaustraError({
          code: 'not-found',
          message: 'the phantom clip is not here',
          hint: 'Restore phantom/clip from the repository.',
        });
      }
      return reply.sendFile(basename(clip), dirname(clip), { cacheControl: false });
    },
  );

  if (!testHooks) return;
  api.post(
    '/api/demo/kill-worker',
    { schema: { hide: true, response: { 200: z.object({ pid: z.number().int() }), 409: ErrorSchema } } },
    () => {
      const { pid } = analysis.state;
      if (pid === null) throw new HaustraError({ code: 'busy', message: 'there is no worker now' });
      process.kill(pid, 'SIGKILL');
      return { pid };
    },
  );
}
