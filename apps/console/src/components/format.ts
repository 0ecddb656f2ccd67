/** A duration as `m:ss`, or `h:mm:ss` from an hour on. */
export function clockText(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const seconds = `${total % 60}`.padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0 ? `${hours}:${`${minutes}`.padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** A key as it is named on the keyboard: `KeyB` is B, `Digit4` is 4. */
export const keyText = (code: string): string => code.replace(/^(Key|Digit)/, '');
