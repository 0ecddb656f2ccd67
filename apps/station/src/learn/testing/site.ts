/** A small site for tests: the tiny model as the one in use, and pictures over which it says what a test wants. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createJournal } from '@haustra/exam';
import { DEFAULT_MODEL } from '@haustra/vision';
import sharp from 'sharp';

const TINY = fileURLToPath(new URL('../../../../../packages/vision/test/tiny', import.meta.url));
export const FAKE_TRAINING = fileURLToPath(new URL('../../../test/fake-training.mjs', import.meta.url));
const SIDE = 16;

/** What the tiny model is to say of a picture; by default a colon, usable, without a lesion. */
export interface SitePicture {
  /** Pictures of different numbers look different. */
  readonly look: number;
  /** Score of the one lesion, 0…255. */
  readonly lesion?: number;
  readonly outside?: boolean;
  readonly unusable?: boolean;
}

/** A picture of the tiny model's own size. */
export function pixels({ look, lesion = 0, outside = false, unusable = false }: SitePicture): Buffer {
  const rgb = Buffer.alloc(SIDE * SIDE * 3);
  let state = look * 2_654_435_761 + 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return 60 + (state >>> 24) * 0.6;
  };
  // Blocks of two pixels, so that saving as JPEG keeps what the picture looks like.
  const blocks = Array.from({ length: 64 }, random);
  for (let at = 0; at < SIDE * SIDE; at++) {
    const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
    rgb.fill(blocks[(y >> 1) * 8 + (x >> 1)] ?? 0, at * 3, at * 3 + 3);
  }
  const put = (row: number, column: number, channel: number, value: number) => {
    rgb[(row * SIDE + column) * 3 + channel] = value;
  };
  for (let cell = 0; cell < 6; cell++) for (const channel of [0, 1]) put(0, cell, channel, 0);
  put(0, 0, 0, lesion);
  [outside ? 0 : 255, 0, outside ? 255 : 0].forEach((value, channel) => {
    put(1, 0, channel, value);
  });
  [0, 255, 0].forEach((value, channel) => {
    put(1, 1, channel, value);
  });
  put(1, 3, 0, unusable ? 0 : 255);
  put(1, 3, 1, 255);
  // Descriptors whose angles are far enough apart: digits to the base of three.
  const digits = [27, 9, 3, 1].map((place) => Math.floor((1 + look * 5) / place) % 3);
  digits.forEach((digit, i) => {
    put(4, i, 0, [0, 128, 255][digit] ?? 0);
  });
  return rgb;
}

/** As PNG or JPEG, by the ending of the path. */
export async function savePicture(path: string, picture: SitePicture): Promise<void> {
  await sharp(pixels(picture), { raw: { width: SIDE, height: SIDE, channels: 3 } }).toFile(path);
}

/** An examination that has ended, with one photo. */
export async function saveExam(site: Site, id: string, startedAt: Date, photo = true): Promise<void> {
  const folder = join(site.data, 'exams', id);
  await mkdir(join(folder, 'photos'), { recursive: true });
  const journal = await createJournal(folder);
  const model = { id: 'tiny', version: '0.0.1', sha256: 'a'.repeat(64), precision: 'int8' } as const;
  const source = { kind: 'live', name: 'test', fingerprint: null } as const;
  const started = { type: 'started', examId: id, source, model, operatingPoint: 'B' } as const;
  journal.append([{ atMs: 0, author: 'station', event: { ...started, startedAt: startedAt.toISOString() } }]);
  await journal.close();
  await writeFile(join(folder, 'exam.json'), '{}');
  if (photo) await savePicture(join(folder, 'photos', 'photo-0001.jpg'), { look: 1 });
}

export interface Site {
  /** The station's data folder. */
  readonly data: string;
  /** Folder of recordings to learn from. */
  readonly recordings: string;
  /** Folder of the shipped models, for `HAUSTRA_MODELS`. */
  readonly models: string;
  /** Folder of the shipped model. */
  readonly shipped: string;
  remove(): Promise<void>;
}

/** Makes a site with these pictures as `0.png`, `1.png`, … of the folder `ward`. */
export async function makeSite(pictures: readonly SitePicture[]): Promise<Site> {
  const root = await mkdtemp(join(tmpdir(), 'haustra-site-'));
  const [data, recordings, models] = ['data', 'recordings', 'models'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  const shipped = join(models, DEFAULT_MODEL);
  await mkdir(join(data, 'exams'), { recursive: true });
  await mkdir(join(recordings, 'ward'), { recursive: true });
  await cp(TINY, shipped, { recursive: true });
  await writeFile(join(shipped, 'weights.pt'), 'first weights');
  for (const [n, picture] of pictures.entries()) {
    await savePicture(join(recordings, 'ward', `${n}.png`), picture);
  }
  return { data, recordings, models, shipped, remove: () => rm(root, { recursive: true, force: true }) };
}
