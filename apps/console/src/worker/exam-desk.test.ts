import type { ClientMessage, ServerMessage } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { ExamDesk } from './exam-desk.js';

const HELLO = { type: 'hello', openExams: [] } as unknown as ServerMessage;
const started = (examId: string, resumed = false): ServerMessage => ({ type: 'started', examId, resumed });
const error: ServerMessage = { type: 'error', code: 'not-found', message: 'no such examination' };

function rig() {
  const sent: ClientMessage[] = [];
  let refused = 0;
  const desk = new ExamDesk({
    send: (message) => sent.push(message) > 0,
    onResumeRefused: () => {
      refused++;
    },
  });
  return { desk, sent, refused: () => refused };
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
      { type: 'operating-point', to: 'B' },
    ]);
  });

  it('begins a new one when the station no longer knows the old one', () => {
    const { desk, sent, refused } = rig();
    desk.hear(HELLO);
    desk.start({ ...wish, resume: 'gone' });
    desk.hear(error);
    expect(refused()).toBe(1);
    expect(sent.at(-1)).toEqual({ type: 'start', source: 'Capture card', operatingPoint: 'A' });
    desk.hear(error);
    expect(sent).toHaveLength(2);
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
