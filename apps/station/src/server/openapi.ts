import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { stationVersion } from '../cli/version.js';
import { openStation } from './station.js';

/** The OpenAPI description of the station's API, as text of `docs/openapi.json`; taken from a running server. */
export async function openApiText(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'haustra-openapi-'));
  const station = await openStation({
    dataDir,
    log: pino({ level: 'silent' }),
    version: stationVersion(),
    host: '127.0.0.1',
    port: 0,
    demo: false,
    graceMs: 0,
    testHooks: false,
    // The routes do not depend on a model, and starting one takes seconds.
    model: 'none',
  });
  try {
    return `${JSON.stringify(station.api.swagger(), null, 2)}\n`;
  } finally {
    await station.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}
