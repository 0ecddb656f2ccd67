import type { Lang } from '../../cli/lang.js';
import type { Translated } from '../../messages/catalogue.js';
import { en } from './en.js';
import { zh } from './zh.js';

/** Every word of the timeline picture; a language that misses one does not compile. */
export type TimelineMessages = Translated<typeof en>;

const catalogues: Readonly<Record<Lang, TimelineMessages>> = { en, zh };

/** The words of one language. */
export const timelineMessages = (lang: Lang): TimelineMessages => catalogues[lang];
