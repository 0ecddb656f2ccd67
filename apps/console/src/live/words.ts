import { en } from '../messages/en.js';
import type { Language } from '../messages/i18n.js';
import { zh } from '../messages/zh.js';
import type { CallWords } from '../worker/protocol.js';

/** The texts of the page outside React. */
export const textsOf = (language: Language) => (language === 'zh' ? zh : en);

/** The name of a place of the photo checklist; of one that this page does not know, its id. */
export function placeText(place: string | null, language: Language): string {
  const texts: Readonly<Record<string, string>> = textsOf(language);
  return texts[`place.${place}`] ?? place ?? '';
}

/** The words drawn beside outlines. */
export function wordsOf(language: Language): CallWords {
  const texts = textsOf(language);
  return {
    neoplastic: texts['call.neoplastic'],
    'non-neoplastic': texts['call.non-neoplastic'],
    'no-call': texts['call.no-call'],
  };
}
