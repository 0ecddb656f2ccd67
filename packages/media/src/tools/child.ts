import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

const TAIL_BYTES = 8192;
const running = new Set<ChildProcess>();

// A child must not outlive us, whatever ends this process short of SIGKILL (then its pipe breaks and it ends itself).
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export interface ChildEnd {
  readonly code: number | null;
  /** True when we ended it. */
  readonly killed: boolean;
}

/** One child process: its pipes, the end of what it said on stderr, and a sure end. */
export class Child {
  readonly #process: ChildProcess;
  #tail = '';
  #killed = false;
  /** Resolves when the process is gone and its pipes are closed; never rejects. */
  readonly ended: Promise<ChildEnd>;

  /** Starts `path`. `extraPipes` readable pipes are opened as file descriptors 3, 4, … of the child. */
  constructor(
    path: string,
    args: readonly string[],
    options: { stdin?: boolean; extraPipes?: number; cwd?: string } = {},
  ) {
    const extra = Array.from({ length: options.extraPipes ?? 0 }, () => 'pipe' as const);
    this.#process = spawn(path, [...args], {
      stdio: [options.stdin === true ? 'pipe' : 'ignore', 'pipe', 'pipe', ...extra],
      windowsHide: true,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    running.add(this.#process);
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#tail = (this.#tail + text).slice(-TAIL_BYTES);
    });
    this.ended = new Promise((resolve) => {
      const finish = (code: number | null) => {
        running.delete(this.#process);
        resolve({ code, killed: this.#killed });
      };
      this.#process.once('close', finish);
      this.#process.once('error', (error) => {
        this.#tail += error.message;
        if (this.#process.pid === undefined) finish(null);
      });
    });
  }

  get pid(): number | null {
    return this.#process.pid ?? null;
  }

  /** A readable pipe of the child: 1 is stdout, 3 and up are the extra pipes. */
  pipe(number: number): Readable {
    return this.#process.stdio[number] as Readable;
  }

  get stdin(): Writable | null {
    return this.#process.stdin;
  }

  /** The last lines on stderr, oldest first, without the `[codec @ 0x…]` in front. */
  get complaints(): readonly string[] {
    return this.#tail
      .split('\n')
      .map((line) => line.replace(/^(\[[^\]]*\]\s*)+/, '').trim())
      .filter((line) => line !== '');
  }

  /** Ends the process at once and waits until it is gone. */
  async kill(): Promise<void> {
    this.#killed = true;
    // Data nobody reads any more would keep the pipes, and so `close`, waiting.
    for (const stream of this.#process.stdio) stream?.destroy();
    if (this.#process.exitCode === null && this.#process.signalCode === null) this.#process.kill('SIGKILL');
    await this.ended;
  }
}

/**
 * Runs a program to its end and gives its stdout. `signal` and `timeoutMs` end it; what came until then is returned
 * with `timedOut` or `killed` set. Never rejects.
 */
export async function runChild(
  path: string,
  args: readonly string[],
  options: { timeoutMs: number; signal?: AbortSignal | undefined; maxBytes?: number },
): Promise<ChildEnd & { stdout: Buffer; complaints: readonly string[]; timedOut: boolean }> {
  const child = new Child(path, args);
  const chunks: Buffer[] = [];
  let bytes = 0;
  let timedOut = false;
  const stop = () => void child.kill();
  const timer = setTimeout(() => {
    timedOut = true;
    stop();
  }, options.timeoutMs);
  if (options.signal?.aborted === true) stop();
  options.signal?.addEventListener('abort', stop, { once: true });
  child.pipe(1).on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= (options.maxBytes ?? 64 << 20)) chunks.push(chunk);
    else stop();
  });
  const end = await child.ended;
  clearTimeout(timer);
  options.signal?.removeEventListener('abort', stop);
  return { ...end, stdout: Buffer.concat(chunks), complaints: child.complaints, timedOut };
}
