import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { HaustraError } from '@haustra/domain';

/** A program of the FFmpeg family that was found and answers. */
export interface ToolFound {
  readonly path: string;
  /** As the program says it, for example `5.1.9-0+deb12u1`. */
  readonly version: string;
  readonly from: 'HAUSTRA_FFMPEG' | 'PATH' | 'npm';
}

export interface Tools {
  readonly ffmpeg: ToolFound | null;
  readonly ffprobe: ToolFound | null;
}

/** How to get FFmpeg, as one or two sentences for a person. */
export const FFMPEG_HINT =
  'Install FFmpeg with `apt-get install ffmpeg` (Debian, Ubuntu) or `brew install ffmpeg` (macOS), or from npm with ' +
  '`npm install @ffmpeg-installer/ffmpeg @ffprobe-installer/ffprobe`, or name the program in HAUSTRA_FFMPEG.';

type ToolName = 'ffmpeg' | 'ffprobe';
const EXE = process.platform === 'win32' ? '.exe' : '';

/** First line of `-version`, null when the file is not that program or does not answer within half a minute. */
function versionOf(path: string, name: ToolName): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(path, ['-version'], { timeout: 30_000, windowsHide: true }, (error, stdout) => {
      const found = new RegExp(`^${name} version (\\S+)`).exec(stdout);
      resolve(error === null ? (found?.[1] ?? null) : null);
    });
  });
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function onPath(name: ToolName): Promise<string | null> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder || '.', name + EXE);
    if (await isProgram(path)) return path;
  }
  return null;
}

/** The program that npm's installer packages bring along; null where they are not installed. */
function fromNpm(name: ToolName): string | null {
  try {
    const found: unknown = createRequire(import.meta.url)(`@${name}-installer/${name}`);
    const path = typeof found === 'object' && found !== null && 'path' in found ? found.path : null;
    return typeof path === 'string' ? path : null;
  } catch {
    return null;
  }
}

/** HAUSTRA_FFMPEG names ffmpeg itself; ffprobe is looked for beside it. */
function fromSetting(name: ToolName): string | null {
  const set = process.env.HAUSTRA_FFMPEG;
  if (set === undefined || set === '') return null;
  return name === 'ffmpeg' ? set : join(dirname(set), `ffprobe${EXE}`);
}

async function findTool(name: ToolName): Promise<ToolFound | null> {
  const places = [
    ['HAUSTRA_FFMPEG', fromSetting(name)],
    ['PATH', await onPath(name)],
    ['npm', fromNpm(name)],
  ] as const;
  for (const [from, path] of places) {
    const version = path === null ? null : await versionOf(path, name);
    if (path !== null && version !== null) return { path, version, from };
  }
  return null;
}

const known = new Map<string, Promise<Tools>>();

/**
 * Looks for ffmpeg and ffprobe: the setting HAUSTRA_FFMPEG first, then PATH, then npm's installer packages. What is
 * missing is null. The answer is kept for as long as the settings stay the same.
 */
export function findTools(): Promise<Tools> {
  const key = `${process.env.HAUSTRA_FFMPEG ?? ''}\n${process.env.PATH ?? ''}`;
  let tools = known.get(key);
  if (tools === undefined) {
    tools = Promise.all([findTool('ffmpeg'), findTool('ffprobe')]).then(([ffmpeg, ffprobe]) => {
      // A missing program is looked for again next time: the person may just have installed it.
      if (ffmpeg === null || ffprobe === null) known.delete(key);
      return { ffmpeg, ffprobe };
    });
    known.set(key, tools);
  }
  return tools;
}

/** As `findTools`, but both must be there; throws `missing-tool` that says how to get them. */
export async function requireTools(): Promise<{ ffmpeg: ToolFound; ffprobe: ToolFound }> {
  const { ffmpeg, ffprobe } = await findTools();
  if (ffmpeg === null || ffprobe === null) {
    const missing = ffmpeg === null ? 'FFmpeg' : 'ffprobe';
    throw new HaustraError({
      code: 'missing-tool',
      message: `${missing} is needed to read and write video, and was not found`,
      hint: FFMPEG_HINT,
    });
  }
  return { ffmpeg, ffprobe };
}

/** The option that keeps every frame and its timestamp as they are; its name changed with FFmpeg 5.1. */
export function passthroughOption(ffmpeg: ToolFound): readonly string[] {
  const [, major, minor] = /^n?(\d+)\.(\d+)/.exec(ffmpeg.version) ?? [];
  const old = major !== undefined && (Number(major) < 5 || (major === '5' && Number(minor) < 1));
  return old ? ['-vsync', 'passthrough'] : ['-fps_mode', 'passthrough'];
}
