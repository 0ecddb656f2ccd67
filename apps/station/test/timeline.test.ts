import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ExamSchema } from '@haustra/domain';
import { foldLanes, readJournal } from '@haustra/exam';
import { findTools } from '@haustra/media';
import { phantomClipPath } from '@haustra/phantom';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { hasModel, NO_MODEL } from './model.js';
import { haustra } from './station-process.js';
import { removeTemps, temp } from './temp.js';

const { ffmpeg } = await findTools();
const can = hasModel && ffmpeg !== null;
const why = ffmpeg === null ? ' (skipped: no ffmpeg; apt-get install ffmpeg)' : NO_MODEL;
afterAll(removeTemps);

/** Colours that a lane holds beside its ground: rows `top` to `top + height` of the picture. */
async function coloursOf(png: Buffer, top: number, height: number): Promise<number> {
  const { data } = await sharp(png)
    .extract({ left: 130, top, width: 1400, height })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const colours = new Set<number>();
  for (let i = 0; i < data.length; i += 3) {
    colours.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
  }
  return colours.size;
}

describe.skipIf(!can)(`the timeline of the phantom clip${why}`, { timeout: 240_000 }, () => {
  it('is written whole, of the right size, with lanes that hold something; a score sheet where asked for', async () => {
    const folder = await temp();
    const [home, out] = [join(folder, 'home'), join(folder, 'out')];
    const clip = fileURLToPath(phantomClipPath());
    const args = ['analyze', clip, '--out', out, '--no-overlay', '--training'];
    const { code } = await haustra(args, { HAUSTRA_HOME: home });
    expect(code).toBe(0);
    expect(await readdir(out)).toContain('timeline.png');
    const png = await readFile(join(out, 'timeline.png'));
    const { width, height } = await sharp(png).metadata();
    expect(width).toBe(1600);
    expect(height).toBeGreaterThan(500);
    for (const [top, tall] of [
      [92, 30],
      [180, 84],
      [278, 60],
      [352, 22],
    ] as const) {
      expect(await coloursOf(png, top, tall)).toBeGreaterThan(2);
    }
    const lanes = foldLanes(await readJournal(join(out, 'journal.jsonl')));
    expect(lanes.endMs - lanes.startMs).toBeGreaterThan(39_000);
    for (const lane of [lanes.phases, lanes.speed, lanes.cleanliness, lanes.lesions, lanes.photos]) {
      expect(lane.length).toBeGreaterThan(0);
    }
    const exam = ExamSchema.parse(JSON.parse(await readFile(join(out, 'exam.json'), 'utf8')));
    expect(exam.indicators?.find(({ id }) => id === 'lesions')?.value).toBe(exam.lesions.length);
    expect(exam.scoreSheet).toBeDefined();
  });
});

describe('words in pictures', () => {
  const fonts = new URL('../dist/timeline/fonts.js', import.meta.url).href;

  it('are not drawn as boxes on a machine without a font', async () => {
    const folder = await temp();
    const config = join(folder, 'fonts.conf');
    await writeFile(config, `<?xml version="1.0"?><fontconfig><cachedir>${folder}</cachedir></fontconfig>`);
    const script = `import(${JSON.stringify(fonts)}).then(async (f) => console.log(await f.drawableLang('zh')))`;
    const said = execFileSync(process.execPath, ['-e', script], {
      env: { ...process.env, FONTCONFIG_FILE: config },
      encoding: 'utf8',
    });
    expect(said.trim()).toBe('null');
  });
});
