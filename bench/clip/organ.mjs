/** How often the organ is right in a clip that shows one organ throughout. */

/**
 * `perFrame`: frames whose most probable organ is `organ`, of all. `settled`: frames in which the examination has
 * settled on it, of all; `settledMs`: when it first has, null where never. Pure.
 */
export function organOf(findings, examination, organ) {
  const strongest = (p) => Object.keys(p).reduce((a, b) => (p[b] > p[a] ? b : a));
  const settled = examination.filter((frame) => frame.organ === organ);
  return {
    organ,
    frames: findings.length,
    perFrame: findings.filter((one) => strongest(one.organ) === organ).length,
    settled: settled.length,
    settledMs: settled[0]?.timeMs ?? null,
  };
}
