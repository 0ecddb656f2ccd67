import { InvalidArgumentError, Option } from 'commander';
import type { Messages } from '../messages/en.js';
import { en } from '../messages/en.js';
import { zh } from '../messages/zh.js';

export const LANGS = ['en', 'zh'] as const;
export type Lang = (typeof LANGS)[number];

const catalogues: Readonly<Record<Lang, Messages>> = { en, zh };

/** All texts of one language. */
export const messagesOf = (lang: Lang): Messages => catalogues[lang];

const isLang = (word: string | undefined): word is Lang => LANGS.some((lang) => lang === word);

/**
 * The language to speak, known before the command line is parsed because the help itself is translated:
 * `--lang zh` or `--lang=zh`, else the variable `HAUSTRA_LANG`, else the locale, else English.
 */
export function chooseLang(argv: readonly string[], env: NodeJS.ProcessEnv): Lang {
  const at = argv.indexOf('--lang');
  const asked = at >= 0 ? argv[at + 1] : argv.find((word) => word.startsWith('--lang='))?.slice(7);
  if (isLang(asked)) return asked;
  if (isLang(env.HAUSTRA_LANG)) return env.HAUSTRA_LANG;
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return locale.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** `--lang`, the same on every command. Its value is read by `chooseLang`; here it is only checked. */
export function langOption(description: string): Option {
  return new Option('--lang <lang>', description).argParser((word) => {
    if (!isLang(word)) throw new InvalidArgumentError(`use one of ${LANGS.join(', ')}`);
    return word;
  });
}
