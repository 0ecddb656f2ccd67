import type { Lang } from '../../cli/lang.js';
import type { Translated } from '../../messages/catalogue.js';
import { en } from './en.js';
import { zh } from './zh.js';

/** Every text of `haustra learn`; a language that misses one does not compile. */
export type LearnMessages = Translated<typeof en>;

const catalogues: Readonly<Record<Lang, LearnMessages>> = { en, zh };

/** The texts of one language. */
export const learnMessages = (lang: Lang): LearnMessages => catalogues[lang];
