import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const HAUSTRA = fileURLToPath(new URL('../bin/haustra.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `haustra` to its end. */
export async function haustra(
  args: readonly string[],
  env: Record<string, string> = {},
  onStart: (child: ChildProcess) => void = () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, [HAUSTRA, ...args], {
    env: { ...process.env, LANG: 'C', LC_ALL: 'C', HAUSTRA_LANG: 'en', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  onStart(child);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

/** A station in a process of its own. */
export class StationProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly ended: Promise<Ended>;

  private constructor(url: string, child: ChildProcess, ended: Promise<Ended>) {
    this.url = url;
    this.#child = child;
    this.ended = ended;
  }

  static async start(dataDir: string, args: readonly string[] = [], env: Record<string, string> = {}) {
    let child: ChildProcess | null = null;
    const serve = ['serve', '--port', '0', '--data', dataDir, '--json', ...args];
    const ended = haustra(serve, env, (started) => {
      child = started;
    });
    const started = child as unknown as ChildProcess;
    const url = await new Promise<string>((resolve, reject) => {
      let text = '';
      started.stdout?.on('data', (more: string) => {
        text += more;
        const found = /"url": "([^"]+)"/.exec(text)?.[1];
        if (found !== undefined) resolve(found);
      });
      void ended.then(({ stderr }) => reject(new Error(`the station did not start: ${stderr}`)));
    });
    return new StationProcess(url, started, ended);
  }

  /** No chance to say goodbye. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  async stop(signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM'): Promise<Ended> {
    this.#child.kill(signal);
    return this.ended;
  }
}
