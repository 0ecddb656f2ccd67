import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Poller } from './poller.js';

describe('Poller', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('looks at once, then after each pause, and not when stopped', async () => {
    const look = vi.fn(async () => {});
    const poller = new Poller(look, () => 1000);
    poller.start();
    await vi.advanceTimersByTimeAsync(2500);
    expect(look).toHaveBeenCalledTimes(3);
    poller.stop();
    await vi.advanceTimersByTimeAsync(5000);
    expect(look).toHaveBeenCalledTimes(3);
  });

  it('waits for a slow answer and never asks twice at a time', async () => {
    let at = 0;
    let most = 0;
    const poller = new Poller(
      async () => {
        most = Math.max(most, ++at);
        await new Promise((resolve) => setTimeout(resolve, 3000));
        at--;
      },
      () => 500,
    );
    poller.start();
    await vi.advanceTimersByTimeAsync(1000);
    void poller.now();
    void poller.now();
    await vi.advanceTimersByTimeAsync(10_000);
    poller.stop();
    expect(most).toBe(1);
  });

  it('looks once more when asked during a look', async () => {
    const look = vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, 100)));
    const poller = new Poller(look, () => 10_000);
    poller.start();
    const asked = poller.now();
    await vi.advanceTimersByTimeAsync(250);
    await asked;
    poller.stop();
    expect(look).toHaveBeenCalledTimes(2);
  });
});
