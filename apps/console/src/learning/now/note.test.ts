import { describe, expect, it } from 'vitest';
import { learningZh } from '../../messages/learning-zh.js';
import { noteText } from './note.js';

describe('noteText', () => {
  it('says what training says in the language of the page', () => {
    const t = (key: keyof typeof learningZh) => learningZh[key];
    expect(noteText('train: 33 pictures/s, loss 1.21', t)).toBe('训练： 33 张/秒, 损失 1.21');
    expect(noteText('pretrain: something new', t)).toBe('预训练： something new');
  });
});
