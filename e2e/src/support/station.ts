import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const needed: readonly [string, string][] = [
  [join(root, 'apps/console/dist/index.html'), 'the console is not built (npm run build)'],
  [join(root, 'apps/station/dist/main.js'), 'the station is not built (npm run build)'],
  [join(root, 'models/haustra-colon-lite0/manifest.json'), 'there is no model under models/'],
];
const missing = needed.find(([path]) => !existsSync(path));
/** Why there is no station to test with; null when there is one. */
export const noStation = missing ? `skipped: ${missing[1]}` : null;

/** `haustra serve` as a process of its own, on a port and a data folder of its own. */
export class StationProcess {
  readonly port: number;
  readonly data: string;
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | null = null;

  private constructor(port: number, data: string, env: NodeJS.ProcessEnv) {
    this.port = port;
    this.data = data;
    this.#env = env;
  }

  static async open(options: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<StationProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'haustra-e2e-'));
    const station = new StationProcess(await freePort(), folder, env);
    await station.start(options);
    return station;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it (again), and waits until its analysis is ready. */
  async start(options: readonly string[] = []): Promise<void> {
    const child = spawn(
      process.execPath,
      [
        join(root, 'apps/station/bin/haustra.js'),
        'serve',
        '--port',
        `${this.port}`,
        '--data',
        this.data,
        ...options,
      ],
      { env: { ...process.env, HAUSTRA_TEST_HOOKS: '1', ...this.#env }, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    this.#child = child;
    let said = '';
    child.stderr?.on('data', (text) => {
      said += String(text);
    });
    for (;;) {
      if (child.exitCode !== null) throw new Error(`the station ended with ${child.exitCode}: ${said}`);
      const health = await fetch(`${this.url}/api/health`).catch(() => null);
      const body = (await health?.json().catch(() => null)) as { analysis?: { state: string } } | null;
      if (body?.analysis?.state === 'ready') return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async get(path: string): Promise<unknown> {
    const answer = await fetch(this.url + path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (child !== null && child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(this.data, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  server.close();
  return port;
}
