/** Milliseconds since the epoch with sub-millisecond steps, on one time line for the page and its workers. */
export const now = (): number => performance.timeOrigin + performance.now();
