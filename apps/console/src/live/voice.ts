import type { MessageKey } from '../messages/en.js';
import type { Language } from '../messages/i18n.js';
import { textsOf } from './words.js';

/** Says a sentence aloud in the language of the page, where the browser has a voice; a newer one cuts off an older one. */
export function speak(key: MessageKey, language: Language): void {
  if (!('speechSynthesis' in globalThis)) return;
  const words = new SpeechSynthesisUtterance(textsOf(language)[key]);
  words.lang = language === 'zh' ? 'zh-CN' : 'en-GB';
  speechSynthesis.cancel();
  speechSynthesis.speak(words);
}
