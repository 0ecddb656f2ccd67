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
  for (const [name, all] of Object.entries(rows))
    lines.push('', `${NAMES[name]}:`, ...wrongLine(all), '', ...kindTable(all));
  lines.push('');
  for (const [name, all] of Object.entries(rows)) {
    const decided = known(all.map((row) => row.adequate));
    const right = decided.filter(({ truth, got }) => truth === got).length;
    const open = decided.filter(({ got }) => got === null).length;
    const bad = decided.filter(({ truth }) => !truth).length;
    lines.push(
      `Preparation adequate or not, ${NAMES[name]}: right in ${right} of ${decided.length} (${bad} not adequate), not decided in ${open}.`,
    );
  }
  const counts = new Map();
  for (const kind of rows.alone.flatMap((row) => row.prompts)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  lines.push(
    '',
    `Prompts by itself: ${[...counts].map(([kind, n]) => `${kind} ${n}`).join(', ') || 'none'}.`,
  );
  const scene = cost.scene.length === 0 ? 'kept from before' : spread(cost.scene, 2);
  lines.push(`Cost a frame: scene ${scene}, examination ${spread(cost.exam, 3)}, n ${cost.exam.length}.`);
  return lines;
}

const spread = (values, digits) =>
  `${middle(values, 0.5).toFixed(digits)} ms (p95 ${middle(values, 0.95).toFixed(digits)})`;

function wrongLine(all) {
  const colon = all.filter((row) => row.colon);
  const wrong = new Map();
  for (const one of colon.flatMap((row) => row.confusion)) wrong.set(one, (wrong.get(one) ?? 0) + 1);
  const frames = sum(colon.map((row) => row.frames));
  const worst = [...wrong].sort((a, b) => b[1] - a[1]).slice(0, 10);
  return [`Wrong: ${worst.map(([what, n]) => `${what} ${percent(n, frames)}`).join(', ') || 'nothing'}.`];
}

function kindTable(all) {
  const lines = [
    '| kind | n | right phase | mode right within 3 s | false switches | BBPS exact, within one, of those scored; reached but not scored; scored but never reached | fast or slipping stretches: shown, said | false on speed in 10 min: shown, said | prompts a minute |',
    '|---|---|---|---|---|---|---|---|---|',
  ];
  for (const kind of [...new Set(all.map((row) => row.kind)), null]) {
    const some = all.filter((row) => kind === null || row.kind === kind);
    const regions = some.flatMap((row) => row.bbps);
    const scored = regions.filter(({ reached, got }) => reached && got !== null);
    const near = (by) => scored.filter(({ truth, got }) => Math.abs(truth - got) <= by).length;
    const missing = regions.filter(({ reached, got }) => reached && got === null).length;
    const invented = regions.filter(({ reached, got }) => !reached && got !== null).length;
    const total = (key) => sum(some.map((row) => row[key]));
    const minutes = total('minutes');
    const inTen = (key) => ((10 * total(key)) / minutes).toFixed(2);
    lines.push(
      `| ${[
        kind ?? 'all',
        some.length,
        percent(total('right'), total('frames')),
        `${some.filter((row) => row.modeRight).length} of ${some.length}`,
        total('falseSwitches'),
        `${near(0)}, ${near(1)} of ${scored.length}; ${missing}; ${invented}`,
        `${total('fastShown')}, ${total('fastSaid')} of ${total('fast')}`,
        `${inTen('falseShown')}, ${inTen('falseSaid')}`,
        (sum(some.map((row) => row.prompts.length)) / minutes).toFixed(2),
      ].join(' | ')} |`,
    );
  }
  return lines;
}
