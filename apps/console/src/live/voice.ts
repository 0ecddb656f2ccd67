import type { PromptKind } from '@haustra/domain';
import type { Language } from '../messages/i18n.js';
import { textsOf } from './words.js';

/** What the voice needs of a browser; tests bring their own. */
export interface VoiceBox {
  /** True where the browser has a voice for the language; it may come to know its voices only after a while. */
  canSpeak(language: Language): boolean;
  speak(text: string, language: Language, volume: number): void;
  play(url: string, volume: number): void;
  hush(): void;
}

/** Address of the recorded prompt; made by `voice/make.mjs`. */
export const recordingOf = (kind: PromptKind, language: Language): string => `/voice/${language}/${kind}.mp3`;

/**
 * Says prompts aloud in the language of the page: by the browser's own voice, and where it has none for the language by
 * recorded files. A newer prompt cuts off an older one.
 */
export class PromptVoice {
  readonly #box: VoiceBox;

  constructor(box: VoiceBox = new BrowserVoice()) {
    this.#box = box;
  }

  /** `volume` 0..1; at 0 nothing is said. */
  say(kind: PromptKind, language: Language, volume: number): void {
    this.#box.hush();
    if (volume <= 0) return;
    if (this.#box.canSpeak(language)) this.#box.speak(textsOf(language)[`prompt.${kind}`], language, volume);
    else this.#box.play(recordingOf(kind, language), volume);
  }

  /** Silent from now on. */
  hush(): void {
    this.#box.hush();
  }
}

class BrowserVoice implements VoiceBox {
  #playing: HTMLAudioElement | null = null;

  canSpeak(language: Language): boolean {
    if (!('speechSynthesis' in globalThis)) return false;
    return speechSynthesis.getVoices().some(({ lang }) => lang.toLowerCase().startsWith(language));
  }

  speak(text: string, language: Language, volume: number): void {
    const words = new SpeechSynthesisUtterance(text);
    words.lang = language === 'zh' ? 'zh-CN' : 'en-GB';
    words.volume = volume;
    speechSynthesis.speak(words);
  }

  play(url: string, volume: number): void {
    this.#playing = new Audio(url);
    this.#playing.volume = volume;
    // A page that was never touched may not sound; the prompt stands on the screen all the same.
    this.#playing.play().catch(() => undefined);
  }

  hush(): void {
    if ('speechSynthesis' in globalThis) speechSynthesis.cancel();
    this.#playing?.pause();
    this.#playing = null;
  }
}
