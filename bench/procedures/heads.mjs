/** How well the heads and signs tell the phantom's truth, frame by frame: nothing of rules. */

/** One row a frame: what was said and what is true. */
export function headRows(truth, seen) {
  return seen.flatMap((said, n) => (truth.frames[n] === undefined ? [] : [{ said, frame: truth.frames[n] }]));
}

const inside = ({ frame }) => frame.organ !== 'outside' && frame.usable;
const inColon = (row) => inside(row) && row.frame.organ === 'colon';
const best = (heads) => Object.entries(heads).sort((a, b) => b[1] - a[1])[0][0];

/** Yes-or-no signs: of which frames, what is said, what is true. */
const SIGNS = [
  ['usable', ({ frame }) => frame.organ !== 'outside', (s) => s.usable, (f) => f.usable],
  ['caecum (orifice in view)', inColon, (s) => s.caecum, (f) => f.caecum],
  ['instrument', inColon, (s) => s.instrument, (f) => f.instrument !== null],
];
const SHARES = [
  ['residue', inColon, (s) => s.residue, (f) => f.cleanliness?.covered],
  ['bubbles', inColon, (s) => s.bubbles, (f) => f.bubbles],
];
const CLASSES = [
  ['organ', ({ frame }) => frame.usable, (s) => best(s.organ), (f) => f.organ],
  ['cleanliness', inColon, (s) => best(s.cleanliness), (f) => f.cleanliness?.label],
];

export function headTable(rows) {
  const lines = [
    '| head or sign | frames | true in | AUC | mean where true | mean where not |',
    '|---|---|---|---|---|---|',
  ];
  for (const [name, which, say, is] of SIGNS) {
    const pairs = pairsOf(rows, which, say, is);
    const [yes, no] = [true, false].map((truth) =>
      pairs.filter(([, t]) => t === truth).map(([said]) => said),
    );
    lines.push(
      `| ${name} | ${pairs.length} | ${yes.length} | ${auc(yes, no)} | ${mean(yes)} | ${mean(no)} |`,
    );
  }
  for (const [name, which, say, is] of SHARES) {
    const pairs = pairsOf(rows, which, say, is);
    lines.push(
      `| ${name}: mean error of the share | ${pairs.length} | – | ${mean(pairs.map(([a, b]) => Math.abs(a - b)))} | – | – |`,
    );
  }
  for (const [name, which, say, is] of CLASSES) {
    const pairs = pairsOf(rows, which, say, is);
    lines.push(
      `| ${name}: right | ${pairs.length} | – | ${mean(pairs.map(([a, b]) => (a === b ? 1 : 0)))} | – | – |`,
    );
  }
  return lines;
}

function pairsOf(rows, which, say, is) {
  return rows
    .filter(which)
    .map(({ said, frame }) => [say(said), is(frame)])
    .filter(([said, truth]) => said !== null && said !== undefined && truth !== null && truth !== undefined);
}

const mean = (values) =>
  values.length === 0 ? '–' : (values.reduce((all, one) => all + one, 0) / values.length).toFixed(3);

/** Probability that a true frame is rated above one that is not; ties count half. */
function auc(yes, no) {
  if (yes.length === 0 || no.length === 0) return '–';
  const all = [...yes.map((value) => [value, 1]), ...no.map((value) => [value, 0])].sort(
    (a, b) => a[0] - b[0],
  );
  let sum = 0;
  for (let i = 0; i < all.length; ) {
    let j = i;
    while (j < all.length && all[j][0] === all[i][0]) j++;
    for (let k = i; k < j; k++) sum += all[k][1] * ((i + j + 1) / 2);
    i = j;
  }
  return ((sum - (yes.length * (yes.length + 1)) / 2) / (yes.length * no.length)).toFixed(3);
}
