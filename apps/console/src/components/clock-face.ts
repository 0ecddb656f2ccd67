import { COVERAGE } from '@haustra/clinical';

/** Sectors of the map, one an hour of the clock. */
const HOURS = 12;

/** A sector of the ring as an SVG path, the middle at 0, 0 and twelve o'clock upwards; `gap` degrees are left on each side. */
export function sectorPath(hour: number, inner: number, outer: number, gap: number): string {
  const at = (degrees: number, radius: number): string => {
    const angle = (degrees * Math.PI) / 180;
    return `${(radius * Math.sin(angle)).toFixed(2)} ${(-radius * Math.cos(angle)).toFixed(2)}`;
  };
  const [from, to] = [30 * hour + gap, 30 * (hour + 1) - gap];
  return [
    `M${at(from, outer)}`,
    `A${outer} ${outer} 0 0 1 ${at(to, outer)}`,
    `L${at(to, inner)}`,
    `A${inner} ${inner} 0 0 0 ${at(from, inner)}Z`,
  ].join('');
}

/** Rule `coverage`. */
export const isSeen = (share: number): boolean => share >= COVERAGE.values.seenAbove;

/**
 * Where the wall was not seen, as hours of the clock from … to, in order; one that goes over twelve o'clock is one. All
 * twelve sectors unseen are 12 to 12.
 */
export function unseenHours(here: readonly number[]): readonly (readonly [from: number, to: number])[] {
  const unseen = here.map((share) => !isSeen(share));
  if (unseen.every(Boolean)) return [[12, 12]];
  const runs: [number, number][] = [];
  for (let hour = 0; hour < HOURS; hour++) {
    if (!unseen[hour] || unseen[(hour + HOURS - 1) % HOURS]) continue;
    let end = hour;
    while (unseen[end % HOURS]) end++;
    runs.push([hour || HOURS, end % HOURS || HOURS]);
  }
  return runs;
}
