import type { Lang } from '../../cli/lang.js';
import type { Translated } from '../../messages/catalogue.js';
import { en } from './en.js';
import { zh } from './zh.js';

/** Every text of `haustra models`; a language that misses one does not compile. */
export type ModelsMessages = Translated<typeof en>;

const catalogues: Readonly<Record<Lang, ModelsMessages>> = { en, zh };

/** The texts of one language. */
export const modelsMessages = (lang: Lang): ModelsMessages => catalogues[lang];
