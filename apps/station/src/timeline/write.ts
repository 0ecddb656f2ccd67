import { join } from 'node:path';
import type { JournalEntry } from '@haustra/domain';
import { foldLanes } from '@haustra/exam';
import { writeFileAtomic } from '@haustra/store';
import sharp from 'sharp';
import type { Lang } from '../cli/lang.js';
import { drawableLang } from './fonts.js';
import { timelineMessages } from './messages/index.js';
import { timelineSvg } from './picture.js';

export const TIMELINE_FILE = 'timeline.png';

/** The picture of an examination's course as SVG, from its journal alone. @throws HaustraError `journal-broken`. */
export function drawTimeline(entries: readonly JournalEntry[], lang: Lang): string {
  const started = entries[0]?.event;
  const name = started?.type === 'started' ? started.source.name : '';
  return timelineSvg(foldLanes(entries), name, timelineMessages(lang));
}

/**
 * The same as PNG. Its words are English where this machine has no font for the language.
 * @returns the bytes and the language they are in; null where no font can draw any words
 */
export async function timelinePng(
  entries: readonly JournalEntry[],
  wanted: Lang,
): Promise<{ readonly png: Buffer; readonly lang: Lang } | null> {
  const lang = await drawableLang(wanted);
  if (lang === null) return null;
  const png = await sharp(Buffer.from(drawTimeline(entries, lang)))
    .png({ palette: true, quality: 95 })
    .toBuffer();
  return { png, lang };
}

/**
 * Writes `timeline.png` into a folder, whole or not at all.
 * @returns the language of its words; null where it was not written for want of any font
 * @throws HaustraError `unwritable`.
 */
export async function writeTimeline(
  folder: string,
  entries: readonly JournalEntry[],
  wanted: Lang,
): Promise<Lang | null> {
  const drawn = await timelinePng(entries, wanted);
  if (drawn === null) return null;
  await writeFileAtomic(join(folder, TIMELINE_FILE), drawn.png);
  return drawn.lang;
}
