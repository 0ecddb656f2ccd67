import sharp from 'sharp';
import type { Lang } from '../cli/lang.js';

/** A character of each script that is one flat stroke in any font; where a font is missing it is a box, or nothing. */
const FLAT: Readonly<Record<Lang, string>> = { en: '—', zh: '一' };
/** A flat stroke is at least so much wider than it is high. */
const FLATNESS = 2.5;

/** Whether this machine's fonts can draw the words of a language: a glyph that is missing is never flat. */
export async function canDraw(lang: Lang): Promise<boolean> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="120"><rect width="120" height="120" fill="white"/><text x="20" y="85" font-size="72" font-family="sans-serif">${FLAT[lang]}</text></svg>`;
  try {
    const { info } = await sharp(Buffer.from(svg))
      .trim({ background: 'white' })
      .png()
      .toBuffer({ resolveWithObject: true });
    // Nothing drawn: nothing is trimmed.
    return info.width < 120 && info.width >= FLATNESS * info.height;
  } catch {
    return false;
  }
}

/**
 * The language that pictures can be drawn in here: the one asked for, else English, else none.
 */
export async function drawableLang(wanted: Lang): Promise<Lang | null> {
  if (await canDraw(wanted)) return wanted;
  return wanted !== 'en' && (await canDraw('en')) ? 'en' : null;
}
