import { describe, expect, it } from 'vitest';
import type { Language } from '../messages/i18n.js';
import { PromptVoice } from './voice.js';

describe('PromptVoice', () => {
  function rig(voices: readonly Language[]) {
    const said: unknown[][] = [];
    const voice = new PromptVoice({
      canSpeak: (language) => voices.includes(language),
      speak: (text, language, volume) => said.push(['speak', text, language, volume]),
      play: (url, volume) => said.push(['play', url, volume]),
      hush: () => said.push(['hush']),
    });
    return { voice, said };
  }

  it('uses the browser’s voice where it has one for the language, else the file', () => {
    const { voice, said } = rig(['en']);
    voice.say('wash', 'en', 0.5);
    voice.say('wash', 'zh', 0.5);
    expect(said).toEqual([
      ['hush'],
      ['speak', 'Washing would help here', 'en', 0.5],
      ['hush'],
      ['play', '/voice/zh/wash.mp3', 0.5],
    ]);
  });

  it('is silent at no volume, and cuts off what is being said', () => {
    const { voice, said } = rig([]);
    voice.say('wash', 'en', 0);
    expect(said).toEqual([['hush']]);
  });
});
