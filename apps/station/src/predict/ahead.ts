/**
 * Does work on items ahead of the reader, several at once, and hands the outcomes on in order. `work` must not reject:
 * an outcome says what went wrong.
 */
export async function* ahead<In, Out>(
  items: AsyncIterable<In>,
  width: number,
  work: (item: In) => Promise<Out>,
): AsyncGenerator<Out> {
  const waiting: Promise<Out>[] = [];
  for await (const item of items) {
    waiting.push(work(item));
    const first = waiting.length >= width ? waiting.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const outcome of waiting) yield await outcome;
}
