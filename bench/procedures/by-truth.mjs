/** Heads of the model replaced by what is true of a frame: tells errors of the rules from errors of the model. */

/** A model that is sure says so much, and so little. */
const SURE = 0.97;
const UNSURE = 0.03;

/**
 * Gives a function that puts the truth of a frame in the place of the heads and of the signs that the model gives; what
 * the scene measures (motion) is left as it is. `noise` is the standard deviation that is added to the log odds of each
 * head and to the shares over it (seeded, each frame by itself); 0 is none.
 */
export function headsByTruth(seed, noise) {
  const random = gaussian(seed);
  const strayed = (p) => 1 / (1 + Math.exp(-(Math.log(p / (1 - p)) + noise * random())));
  const sign = (yes) => strayed(yes ? SURE : UNSURE);
  const among = (names, which) => {
    const odds = names.map((name) => sign(name === which));
    const sum = odds.reduce((all, one) => all + one, 0);
    return Object.fromEntries(names.map((name, n) => [name, odds[n] / sum]));
  };
  const share = (value) =>
    value === null || value === undefined ? null : strayed(Math.min(0.999, Math.max(0.001, value)));
  return (frame, { findings, signs, ...rest }) => {
    const heads = {
      organ: among(['colon', 'upper', 'outside'], frame.organ),
      usable: sign(frame.usable),
      cleanliness: among(['bbps-0-1', 'bbps-2-3', 'impacted-stool'], frame.cleanliness?.label ?? 'bbps-2-3'),
      caecum: sign(frame.caecum),
    };
    const seen = {
      instrument: sign(frame.instrument !== null),
      residue: share(frame.cleanliness?.covered),
      bubbles: share(frame.bubbles),
    };
    return { findings: { ...findings, ...heads }, signs: { ...signs, ...seen }, ...rest };
  };
}

/** Seeded numbers of a normal distribution (mulberry32, Box–Muller). */
function gaussian(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}
