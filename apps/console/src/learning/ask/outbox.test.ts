import { describe, expect, it, vi } from 'vitest';
import { CallFailure } from '../api/failure.js';
import { CorrectionOutbox, type Keep, type OutboxEntry, type OutboxNews } from './outbox.js';
import { NOTHING_SAID } from './sheet.js';

const round = 'round-20261126-184500-0a1b';
const said = (organ: 'colon' | 'upper' | null) => ({ ...NOTHING_SAID, organ, by: 'Dr Li' });

function storage(): Keep {
  const kept = new Map<string, string>();
  return { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => void kept.set(name, value) };
}

function outbox(send: (entry: OutboxEntry) => Promise<unknown>, keep: Keep | null = storage()) {
  const news: OutboxNews[] = [];
  return { box: new CorrectionOutbox({ send, keep, tell: (each) => news.push(each) }), news };
}

describe('the outbox of corrections', () => {
  it('sends at once and is then empty', async () => {
    const send = vi.fn().mockResolvedValue(null);
    const { box } = outbox(send);
    await box.add(round, 3, said('colon'));
    expect(send).toHaveBeenCalledWith({ round, frame: 3, said: said('colon'), refused: null });
    expect(box.news).toEqual({ waiting: [], trouble: null });
  });

  it('keeps what could not be sent, over a reload, and sends the last word only', async () => {
    const keep = storage();
    const { box, news } = outbox(() => Promise.reject(new CallFailure('unreachable', 'away')), keep);
    await box.add(round, 3, said('colon'));
    await box.add(round, 4, said('upper'));
    await box.add(round, 3, said(null));
    expect(news.at(-1)?.trouble?.kind).toBe('unreachable');
    const send = vi.fn().mockResolvedValue(null);
    const again = outbox(send, keep).box;
    expect(again.waitingFor(round, 3)).toEqual(said(null));
    expect(again.waitingFor(round, 5)).toBeNull();
    await again.flush();
    expect(send.mock.calls.map(([entry]) => [entry.frame, entry.said.organ])).toEqual([
      [4, 'upper'],
      [3, null],
    ]);
    expect(outbox(send, keep).box.news.waiting).toEqual([]);
  });

  it('does not overtake a word that is on its way', async () => {
    const arrived: (string | null)[] = [];
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { box } = outbox(async (entry) => {
      await gate;
      arrived.push(entry.said.organ);
    });
    const first = box.add(round, 3, said('colon'));
    void box.add(round, 3, said('upper'));
    open();
    await first;
    expect(arrived).toEqual(['colon', 'upper']);
  });

  it('shows a refusal, goes on with the others, and tries again when told', async () => {
    let refuse = true;
    const sent: number[] = [];
    const { box } = outbox((entry) => {
      if (refuse && entry.frame === 3) return Promise.reject(new CallFailure('refused', 'no such frame'));
      sent.push(entry.frame);
      return Promise.resolve();
    });
    await box.add(round, 3, said('colon'));
    await box.add(round, 4, said('colon'));
    expect(box.news.waiting).toMatchObject([{ frame: 3, refused: 'no such frame' }]);
    expect(sent).toEqual([4]);
    refuse = false;
    await box.flush(true);
    expect(sent).toEqual([4, 3]);
  });

  it('gives refused ones up when told, and survives storage that is full or damaged', async () => {
    const broken: Keep = {
      getItem: () => '{"half',
      setItem: () => {
        throw new Error('full');
      },
    };
    const { box } = outbox(() => Promise.reject(new CallFailure('missing', 'gone')), broken);
    await box.add(round, 3, said('colon'));
    expect(box.news.waiting).toHaveLength(1);
    box.discardRefused();
    expect(box.news.waiting).toEqual([]);
  });
});
