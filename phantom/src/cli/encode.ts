import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { HaustraError } from '@haustra/domain';

/** How a clip is encoded. `crf`: constant rate factor of x264, lower is better and larger. */
export interface Encoding {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly crf: number;
}

/** FFmpeg at work on one file: frames in, H.264 (yuv420p, index in front, plays in browsers) out. */
export class Encoder {
  private readonly process: ChildProcessByStdio<Writable, null, Readable>;
  private readonly ended: Promise<void>;
  private log = '';

  /** Throws HaustraError `missing-tool` (from `write` or `end`) when FFmpeg is not installed. */
  constructor(
    private readonly file: string,
    encoding: Encoding,
  ) {
    const { width, height, fps, crf } = encoding;
    const input = [
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgb24',
      '-s',
      `${width}x${height}`,
      '-r',
      String(fps),
      '-i',
      '-',
    ];
    const colour = [
      '-vf',
      'scale=out_color_matrix=bt709:out_range=tv',
      '-colorspace',
      'bt709',
      '-color_primaries',
      'bt709',
      '-color_trc',
      'bt709',
    ];
    const output = [
      '-c:v',
      'libx264',
      '-preset',
      'medium',
      '-crf',
      String(crf),
      '-pix_fmt',
      'yuv420p',
      '-g',
      String(fps * 2),
      '-movflags',
      '+faststart',
      '-fflags',
      '+bitexact',
      '-flags:v',
      '+bitexact',
      '-map_metadata',
      '-1',
      '-f',
      'mp4',
      file,
    ];
    this.process = spawn('ffmpeg', ['-v', 'error', '-y', ...input, ...colour, ...output], {
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    this.process.stderr.on('data', (chunk) => {
      this.log += String(chunk);
    });
    this.ended = new Promise((resolve, reject) => {
      this.process.on('error', (cause) => {
        reject(
          new HaustraError({
            code: 'missing-tool',
            message: 'FFmpeg could not be started',
            where: 'ffmpeg',
            hint: 'Install FFmpeg with libx264 and make sure that "ffmpeg" is on the PATH.',
            cause,
          }),
        );
      });
      this.process.on('close', (code) => {
        if (code === 0) resolve();
        else reject(this.failure(code));
      });
    });
    // A broken pipe is told by the exit code; without this it would end the whole program.
    this.process.stdin.on('error', () => {});
    this.ended.catch(() => {});
  }

  /** Hand over one frame; resolves when FFmpeg is ready for more. */
  async write(rgb: Uint8Array): Promise<void> {
    if (this.process.exitCode !== null) return this.ended;
    if (!this.process.stdin.write(rgb)) await Promise.race([once(this.process.stdin, 'drain'), this.ended]);
  }

  /** No more frames: resolves when the file is complete. */
  async end(): Promise<void> {
    this.process.stdin.end();
    await this.ended;
  }

  /** Stop at once; the file is left unfinished. */
  abort(): void {
    this.process.kill('SIGKILL');
  }

  private failure(code: number | null): HaustraError {
    return new HaustraError({
      code: 'unwritable',
      message: `FFmpeg stopped with code ${code ?? 'none'}: ${this.log.trim().slice(-300)}`,
      where: this.file,
      hint: 'Check free disk space and that this FFmpeg has libx264.',
    });
  }
}
