/** A share as a whole percentage, `87 %`; in Chinese without the space. */
export const percentText = (share: number, language: string): string =>
  new Intl.NumberFormat(language, { style: 'percent' }).format(share);

/** A measure (a share of 1) as the tables show it: in percent, one decimal. */
export const measureText = (value: number | null): string =>
  value === null ? '–' : (value * 100).toFixed(1);

/** A difference in points of percent with its sign, `+1.2` or `−4.0`. A zero has none. */
export function differenceText(value: number | null): string {
  if (value === null) return '–';
  const size = Math.abs(value * 100).toFixed(1);
  if (Number(size) === 0) return size;
  return `${value > 0 ? '+' : '−'}${size}`;
}

/** How a rest of time is best said: in which unit and how many of it, rounded up so that it is not over before. */
export function restOf(seconds: number): { unit: 'seconds' | 'minutes' | 'hours'; count: number } {
  if (seconds < 55) return { unit: 'seconds', count: Math.max(5, Math.ceil(seconds / 5) * 5) };
  if (seconds < 90 * 60) return { unit: 'minutes', count: Math.ceil(seconds / 60) };
  return { unit: 'hours', count: Math.ceil(seconds / 360) / 10 };
}

/** Date and time of an ISO time as this computer writes them. */
export const timeText = (iso: string, language: string): string =>
  new Date(iso).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
