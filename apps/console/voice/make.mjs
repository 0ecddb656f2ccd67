#!/usr/bin/env node
/**
 * Records every prompt of the console in every language as a small MP3 under `public/voice/`, for browsers that have no
 * voice of their own. Takes the words from the built catalogues; needs `espeak-ng` and `ffmpeg` on the PATH.
 *
 *     npx tsc -b packages/domain && node apps/console/voice/make.mjs
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const console_ = fileURLToPath(new URL('..', import.meta.url));
/** Words a minute a little slower than usual, so that the prompt is understood beside other talk. */
const VOICES = { en: ['-v', 'en-gb', '-s', '150'], zh: ['-v', 'cmn-latn-pinyin', '-s', '190'] };
/** Characters of two readings that the synthesiser takes for the other one. */
const READINGS = { 重新: ' chong2 xin1 ' };
const MP3 = ['-ac', '1', '-ar', '22050', '-c:a', 'libmp3lame', '-b:a', '32k'];
/** Nothing of the time or the tool in the file: the same words give the same bytes. */
const PLAIN = ['-map_metadata', '-1', '-id3v2_version', '0', '-write_xing', '0', '-fflags', '+bitexact'];

/** What changes from time to time is left to the screen. */
function spoken(words) {
  const fixed = words.replace(/{{\w+}}/g, '');
  return Object.entries(READINGS).reduce((text, [written, read]) => text.replaceAll(written, read), fixed);
}

const vite = await createServer({
  root: console_,
  server: { middlewareMode: true, watch: null },
  appType: 'custom',
  logLevel: 'error',
});
const { PROMPT_KINDS } = await vite.ssrLoadModule('@haustra/domain');
const catalogues = {
  en: (await vite.ssrLoadModule('/src/messages/en.ts')).en,
  zh: (await vite.ssrLoadModule('/src/messages/zh.ts')).zh,
};
await vite.close();

const work = mkdtempSync(join(tmpdir(), 'haustra-voice-'));
try {
  for (const [language, voice] of Object.entries(VOICES)) {
    const folder = join(console_, 'public/voice', language);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const kind of PROMPT_KINDS) {
      const text = join(work, 'words.txt');
      const wav = join(work, 'words.wav');
      writeFileSync(text, spoken(catalogues[language][`prompt.${kind}`]));
      execFileSync('espeak-ng', [...voice, '-g', '2', '-f', text, '-w', wav]);
      const out = join(folder, `${kind}.mp3`);
      const level = ['-af', 'loudnorm=I=-18:TP=-2', ...MP3];
      execFileSync('ffmpeg', [
        '-v',
        'error',
        '-y',
        '-i',
        wav,
        ...level,
        ...PLAIN,
        '-flags:a',
        '+bitexact',
        out,
      ]);
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
