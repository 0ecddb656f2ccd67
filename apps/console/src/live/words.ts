import { en } from '../messages/en.js';
import type { Language } from '../messages/i18n.js';
import { zh } from '../messages/zh.js';
import type { CallWords } from '../worker/protocol.js';

/** The texts of the page outside React. */
export const textsOf = (language: Language) => (language === 'zh' ? zh : en);

/** The words drawn beside outlines. */
export function wordsOf(language: Language): CallWords {
  const texts = textsOf(language);
  return {
    neoplastic: texts['call.neoplastic'],
    'non-neoplastic': texts['call.non-neoplastic'],
    'no-call': texts['call.no-call'],
  };
}
