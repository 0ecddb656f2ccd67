import type { Lang } from '../../cli/lang.js';
import type { Translated } from '../../messages/catalogue.js';
import { en } from './en.js';
import { zh } from './zh.js';

/** Every text of `haustra bench`; a language that misses one does not compile. */
export type BenchMessages = Translated<typeof en>;

const catalogues: Readonly<Record<Lang, BenchMessages>> = { en, zh };

/** The texts of one language. */
export const benchMessages = (lang: Lang): BenchMessages => catalogues[lang];
