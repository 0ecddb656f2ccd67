/** The rows of `judge` as tables. */

const NAMES = { alone: 'by itself', said: 'the doctor confirms the caecum' };
const percent = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
const sum = (values) => values.reduce((all, value) => all + value, 0);
const known = (values) => values.filter((value) => value !== null);
const mean = (values) => (values.length === 0 ? '–' : (sum(values) / values.length).toFixed(1));
const middle = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN;

/** 95 % interval of a share, by procedures drawn anew (seeded). */
function interval(rows, part, whole) {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const shares = Array.from({ length: 1000 }, () => {
    const drawn = rows.map(() => rows[Math.floor(next() * rows.length)]);
    return sum(drawn.map(part)) / Math.max(1, sum(drawn.map(whole)));
  }).sort((a, b) => a - b);
  return `${(100 * shares[25]).toFixed(1)}–${(100 * shares[974]).toFixed(1)}`;
}

export function tables(rows, cost) {
  const lines = [
    '| procedures of a colon | n | frames in the right phase | 95 % | caecum found, of those reached | claimed where never reached | insertion off, s | withdrawal off, s | effective off, s |',
    '|---|---|---|---|---|---|---|---|---|',
  ];
  for (const [name, all] of Object.entries(rows)) {
    const colon = all.filter((row) => row.colon);
    const reached = colon.filter((row) => row.reached);
    const off = (key) => {
      const values = known(reached.map((row) => row[key]));
      return `${mean(values)} (n ${values.length})`;
    };
    lines.push(
      `| ${NAMES[name]} | ${colon.length} | ${percent(sum(colon.map((r) => r.right)), sum(colon.map((r) => r.frames)))} | ${interval(
        colon,
        (r) => r.right,
        (r) => r.frames,
      )} | ${reached.filter((r) => r.found).length} of ${reached.length} | ${colon.filter((r) => !r.reached && r.found).length} of ${colon.length - reached.length} | ${off('insertionOff')} | ${off('withdrawalOff')} | ${off('effectiveOff')} |`,
    );
  }
  const { alone, said } = rows;
  const wrong = new Map();
  for (const one of said.flatMap((row) => (row.colon ? row.confusion : [])))
    wrong.set(one, (wrong.get(one) ?? 0) + 1);
  const frames = sum(said.filter((row) => row.colon).map((row) => row.frames));
  lines.push(
    '',
    "Wrong, with the doctor's word: " +
      [...wrong]
        .sort((a, b) => b[1] - a[1])
        .slice(0, 8)
        .map(([what, n]) => `${what} ${percent(n, frames)}`)
        .join(', ') +
      '.',
    '',
  );
  lines.push(
    '| kind | n | right phase (doctor confirms) | mode right within 3 s | false switches | BBPS exact, within one, not scored | fast stretches said | false words on speed in 10 min | prompts a minute |',
    '|---|---|---|---|---|---|---|---|---|',
  );
  const kinds = [...new Set(said.map((row) => row.kind)), null];
  for (const kind of kinds) {
    const some = said.filter((row) => kind === null || row.kind === kind);
    const scores = some.flatMap((row) => row.bbps);
    const given = scores.filter(([, got]) => got !== null);
    const minutes = sum(some.map((row) => row.minutes));
    lines.push(
      `| ${kind ?? 'all'} | ${some.length} | ${percent(sum(some.map((r) => r.right)), sum(some.map((r) => r.frames)))} | ${some.filter((r) => r.modeRight).length} of ${some.length} | ${sum(some.map((r) => r.falseSwitches))} | ${given.filter(([a, b]) => a === b).length}, ${given.filter(([a, b]) => Math.abs(a - b) <= 1).length} of ${given.length}; ${scores.length - given.length} | ${sum(some.map((r) => r.fastSaid))} of ${sum(some.map((r) => r.fast))} | ${((10 * sum(some.map((r) => r.falseSpeed))) / minutes).toFixed(2)} | ${(sum(some.map((r) => r.prompts.length)) / minutes).toFixed(2)} |`,
    );
  }
  const counts = new Map();
  for (const kind of alone.flatMap((row) => row.prompts)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  lines.push(
    '',
    `Prompts by itself: ${[...counts].map(([kind, n]) => `${kind} ${n}`).join(', ') || 'none'}.`,
  );
  lines.push(
    `Cost a frame: scene ${middle(cost.scene, 0.5).toFixed(2)} ms (p95 ${middle(cost.scene, 0.95).toFixed(2)}), examination ${middle(cost.exam, 0.5).toFixed(3)} ms (p95 ${middle(cost.exam, 0.95).toFixed(3)}), n ${cost.scene.length}.`,
  );
  return lines;
}
