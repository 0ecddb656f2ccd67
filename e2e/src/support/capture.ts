import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { phantomClipPath } from '@haustra/phantom';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const real = join(process.env.HAUSTRA_DATA ?? join(root, '../shared/data'), 'video/colonoscopy-polyp.mp4');
const phantom = fileURLToPath(phantomClipPath());

export const hasPhantom = existsSync(phantom);

/** A colonoscopy to look at: a real clip where there is one, else the phantom, else FFmpeg's test picture. */
export const clip = existsSync(real) ? real : hasPhantom ? phantom : null;

/** Makes the picture of the pretended capture device: motion JPEG, which Chromium plays in a loop at 30 fps. */
export async function makeCapture(path: string, width: number, height: number): Promise<void> {
  const input = clip ? ['-i', clip] : ['-f', 'lavfi', '-i', 'testsrc2=s=640x512:r=25:d=8'];
  const fit = `scale=${width}:${height}:force_original_aspect_ratio=decrease,pad=${width}:${height}:-1:-1`;
  const args = [
    '-v',
    'error',
    '-y',
    ...input,
    '-t',
    '8',
    '-an',
    '-vf',
    fit,
    '-c:v',
    'mjpeg',
    '-q:v',
    '4',
    path,
  ];
  await promisify(execFile)('ffmpeg', args);
}
