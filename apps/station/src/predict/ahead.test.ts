import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ahead } from './ahead.js';

it('keeps the order, whatever takes longer, and never works on more than asked', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(3)), fc.integer({ min: 1, max: 5 }), async (delays, width) => {
      async function* items() {
        for (const [index, delay] of delays.entries()) yield { index, delay };
      }
      let busy = 0;
      let most = 0;
      const seen: number[] = [];
      const work = async ({ index, delay }: { index: number; delay: number }) => {
        most = Math.max(most, ++busy);
        for (let i = 0; i < delay; i++) await Promise.resolve();
        busy -= 1;
        return index;
      };
      for await (const index of ahead(items(), width, work)) seen.push(index);
      expect(seen).toEqual(delays.map((_, index) => index));
      expect(most).toBeLessThanOrEqual(width);
    }),
  );
});
