let lock: WakeLockSentinel | null = null;

/** Keeps the screen from going dark while a picture plays; browsers that cannot do it go on without. */
export async function keepAwake(on: boolean): Promise<void> {
  const held = lock;
  lock = null;
  await held?.release().catch(() => undefined);
  if (on) lock = (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null;
}
