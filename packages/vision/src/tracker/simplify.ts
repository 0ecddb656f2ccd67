export type Point = readonly [number, number];

/**
 * A closed ring with at most `most` of its points: those that matter least to its shape go first, each measured by the
 * triangle it makes with its neighbours (Visvalingam and Whyatt 1993).
 */
export function simplify(ring: readonly Point[], most: number): Point[] {
  const points = ring.slice();
  const areas = points.map((_, i) => triangle(points, i));
  while (points.length > Math.max(3, most)) {
    let least = 0;
    for (let i = 1; i < areas.length; i++) if ((areas[i] ?? 0) < (areas[least] ?? 0)) least = i;
    points.splice(least, 1);
    areas.splice(least, 1);
    const n = points.length;
    for (const neighbour of [(least - 1 + n) % n, least % n]) areas[neighbour] = triangle(points, neighbour);
  }
  return points;
}

function triangle(points: readonly Point[], i: number): number {
  const n = points.length;
  const [ax, ay] = points[(i - 1 + n) % n] ?? [0, 0];
  const [bx, by] = points[i] ?? [0, 0];
  const [cx, cy] = points[(i + 1) % n] ?? [0, 0];
  return Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2;
}
