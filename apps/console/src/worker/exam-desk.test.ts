import type { ClientMessage, ServerMessage } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { ExamDesk } from './exam-desk.js';

const HELLO = { type: 'hello', openExams: [] } as unknown as ServerMessage;
const started = (examId: string, resumed = false): ServerMessage => ({ type: 'started', examId, resumed });
const error = (code: string): ServerMessage => ({ type: 'error', code, message: 'no' });

function rig() {
  const sent: ClientMessage[] = [];
  let refused = 0;
  const waiting: (() => void)[] = [];
  const desk = new ExamDesk({
    send: (message) => sent.push(message) > 0,
    onResumeRefused: () => {
      refused++;
    },
    later: (again) => waiting.push(again),
  });
  return { desk, sent, refused: () => refused, waiting };
}
const wish = { source: 'Capture card', operatingPoint: 'A', resume: null } as const;

describe('ExamDesk', () => {
  it('starts once the station has said hello, whichever comes first', () => {
    const { desk, sent } = rig();
    desk.start(wish);
    expect(sent).toEqual([]);
    desk.hear(HELLO);
    expect(sent).toEqual([{ type: 'start', source: 'Capture card', operatingPoint: 'A' }]);
    expect(desk.running).toBe(false);
    desk.hear(started('e1'));
    expect(desk.running).toBe(true);
  });

  it('takes the same examination up after a loss, with the switch as it stands', () => {
    const { desk, sent } = rig();
    desk.hear(HELLO);
    desk.start(wish);
    desk.hear(started('e1'));
    desk.lost();
    desk.operatingPoint('B');
    desk.hear(HELLO);
    desk.hear(started('e1', true));
    expect(sent.slice(1)).toEqual([
      { type: 'start', source: 'Capture card', operatingPoint: 'B', resume: 'e1' },
    ]);
  });

  it('tells of a switch that was moved before the station answered', () => {
    const { desk, sent } = rig();
    desk.hear(HELLO);
    desk.start(wish);
    desk.operatingPoint('B');
    desk.hear(started('e1'));
    expect(sent.at(-1)).toEqual({ type: 'operating-point', to: 'B' });
  });

  it('begins a new one when the station no longer knows the old one', () => {
    const { desk, sent, refused } = rig();
    desk.hear(HELLO);
    desk.start({ ...wish, resume: 'gone' });
    desk.hear(error('not-found'));
    expect(refused()).toBe(1);
    expect(sent.at(-1)).toEqual({ type: 'start', source: 'Capture card', operatingPoint: 'A' });
  });

  it('asks again while the station is busy, and keeps the examination', () => {
    const { desk, sent, waiting, refused } = rig();
    desk.hear(HELLO);
    desk.start({ ...wish, resume: 'e1' });
    desk.hear(error('busy'));
    expect(refused()).toBe(0);
    waiting.shift()?.();
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
  });

  it('ends the running examination before another begins', () => {
    const { desk, sent } = rig();
    desk.hear(HELLO);
    desk.start(wish);
    desk.hear(started('e1'));
    desk.start({ ...wish, source: 'clip.mp4' });
    expect(sent.at(-1)).toEqual({ type: 'end' });
    desk.hear({ type: 'ended', examId: 'e1' });
    expect(sent.at(-1)).toEqual({ type: 'start', source: 'clip.mp4', operatingPoint: 'A' });
  });

  it('ends an examination that was ended while the connection was lost', () => {
    const { desk, sent } = rig();
    desk.hear(HELLO);
    desk.start(wish);
    desk.hear(started('e1'));
    desk.lost();
    desk.end();
    desk.hear(HELLO);
    desk.hear(started('e1', true));
    expect(sent.at(-1)).toEqual({ type: 'end' });
    desk.hear({ type: 'ended', examId: 'e1' });
    desk.lost();
    desk.hear(HELLO);
    expect(sent).toHaveLength(3);
  });
});
