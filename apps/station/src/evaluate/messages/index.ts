import type { Lang } from '../../cli/lang.js';
import type { Translated } from '../../messages/catalogue.js';
import { en } from './en.js';
import { zh } from './zh.js';

/** Every text of `haustra evaluate`; a language that misses one does not compile. */
export type EvaluateMessages = Translated<typeof en>;

const catalogues: Readonly<Record<Lang, EvaluateMessages>> = { en, zh };

/** The texts of one language. */
export const evaluateMessages = (lang: Lang): EvaluateMessages => catalogues[lang];
