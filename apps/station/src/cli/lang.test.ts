import { describe, expect, it } from 'vitest';
import { chooseLang } from './lang.js';

describe('chooseLang', () => {
  it('takes the option, then the setting, then the locale', () => {
    expect(chooseLang(['serve', '--lang', 'zh'], { HAUSTRA_LANG: 'en' })).toBe('zh');
    expect(chooseLang(['--lang=en'], { LANG: 'zh_CN.UTF-8' })).toBe('en');
    expect(chooseLang([], { HAUSTRA_LANG: 'zh', LANG: 'en_GB' })).toBe('zh');
    expect(chooseLang([], { LC_ALL: '', LANG: 'zh_CN.UTF-8' })).toBe('zh');
    expect(chooseLang([], { LANG: 'de_DE.UTF-8' })).toBe('en');
    expect(chooseLang(['--lang', 'xx'], {})).toBe('en');
  });
});
