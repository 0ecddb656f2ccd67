import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findTools } from '@haustra/media';
import { phantomClipPath } from '@haustra/phantom';
import type { Messages } from '../messages/en.js';
import { consoleFolder } from '../server/console-folder.js';
import { type Check, fail, ok, warn } from './check.js';

const NEEDED_NODE = [20, 19] as const;

/** Node.js is new enough. */
export function checkNode(t: Messages, version = process.versions.node): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > NEEDED_NODE[0] || (major === NEEDED_NODE[0] && minor >= NEEDED_NODE[1]);
  return enough ? ok('node', version) : fail('node', version, t.doctor.nodeOld);
}

/** ffmpeg and ffprobe answer. */
export async function checkTools(t: Messages): Promise<Check[]> {
  const tools = await findTools();
  return (['ffmpeg', 'ffprobe'] as const).map((name) => {
    const tool = tools[name];
    return tool === null
      ? fail(name, t.doctor.toolMissing, t.doctor.toolMend)
      : ok(name, t.doctor.toolFound(tool.version, tool.from));
  });
}

/** The folder of the examinations can be written. */
export async function checkData(folder: string, t: Messages): Promise<Check> {
  const probe = join(folder, `.doctor-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, '');
    return ok('data', t.doctor.dataOk(folder));
  } catch (thrown) {
    return fail('data', thrown instanceof Error ? thrown.message : String(thrown), t.doctor.dataMend);
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

/** The browser console is built, and the clip that it opens on is there. */
export function checkConsole(t: Messages): Check[] {
  const { consoleOk, consoleMissing, consoleMend, phantomMissing, phantomMend } = t.doctor;
  const clip = fileURLToPath(phantomClipPath());
  return [
    consoleFolder() === null ? fail('console', consoleMissing, consoleMend) : ok('console', consoleOk),
    existsSync(clip) ? ok('phantom', consoleOk) : warn('phantom', phantomMissing, phantomMend),
  ];
}

/** Nothing else listens where the station would. */
export async function checkPort(port: number, t: Messages): Promise<Check> {
  const free = await new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)));
  });
  return free
    ? ok('port', t.doctor.portFree(port))
    : warn('port', t.serve.portTaken(port), t.doctor.portMend(port));
}

/** A font with Chinese characters, for the labels of the overlay. */
export async function checkFont(t: Messages): Promise<Check> {
  try {
    const { stdout } = await promisify(execFile)('fc-list', [':lang=zh', 'family'], { timeout: 20_000 });
    const font = stdout.split('\n')[0]?.trim();
    if (font) return ok('font', t.doctor.fontOk(font));
  } catch {
    // No fontconfig: whether there is a font cannot be told, which for libass means that there is none.
  }
  return warn('font', t.doctor.fontMissing, t.doctor.fontMend);
}
