/** The tables of `bench/scene.mjs`, as lines of text. */
import { auc, correlation, interval, median, quantile, rankCorrelation, share } from './numbers.mjs';

/** A lumen nearer to the centre than this, in half sides of the field, has no direction worth an error. */
export const CENTRE = 0.2;
/** Up to here it is near the centre: a small miss is a large angle. */
const NEAR = 0.4;

const cell = (value, digits) => (Number.isNaN(value) ? '–' : value.toFixed(digits));
const percent = (value) => (Number.isNaN(value) ? '–' : `${(100 * value).toFixed(1)} %`);

function angleCells(rows, groupOf) {
  const angles = (some) => some.map((row) => row.angle);
  const [low, high] = interval(rows, groupOf, (some) => median(angles(some)));
  return [
    rows.length,
    `${cell(median(angles(rows)), 1)}° (${cell(low, 1)}–${cell(high, 1)})`,
    `${cell(quantile(angles(rows), 0.9), 0)}°`,
  ];
}

/** Lines of one table row each for all, near and far; `rows` have `distance`, `answered` and, where answered, `angle`. */
function directionLines(name, rows, groupOf) {
  const bands = [
    ['all with a direction', CENTRE, Number.POSITIVE_INFINITY],
    ['near the centre', CENTRE, NEAR],
    ['farther out', NEAR, Number.POSITIVE_INFINITY],
  ];
  const lines = bands.map(([band, low, high]) => {
    const of = rows.filter((row) => row.distance >= low && row.distance < high);
    const answered = of.filter((row) => row.angle !== null);
    return [name, band, of.length, percent(answered.length / of.length), ...angleCells(answered, groupOf)];
  });
  const central = rows.filter((row) => row.distance < CENTRE && row.miss !== null);
  const miss = median(central.map((row) => row.miss));
  lines.push([
    name,
    'at the centre',
    rows.filter((row) => row.distance < CENTRE).length,
    percent(central.length / rows.filter((row) => row.distance < CENTRE).length),
    central.length,
    `misses by ${cell(miss, 2)} half sides`,
    '',
  ]);
  return lines.map((cells) => `| ${cells.join(' | ')} |`);
}

const DIRECTION_HEAD = [
  '| set | lumen | n | answered | n measured | median error (95 %) | p90 |',
  '|---|---|---|---|---|---|---|',
];

const isIn = (row) => row.truth.organ === 'colon' && row.truth.usable;
/** A second of a clip: frames within it are near-copies and are drawn together. */
const second = (row) => `${row.clip} ${Math.floor(row.truth.timeMs / 1000)}`;

/** Lumen direction on phantom frames, of each picture alone and followed over time. */
export function phantomDirection(clips) {
  const rows = clips.flatMap(({ rows }) => rows).filter((row) => isIn(row) && row.distance !== null);
  const lines = ['alone', 'steady'].flatMap((way) => {
    const name = way === 'alone' ? 'one picture' : 'followed';
    const flat = rows.map((row) => ({
      ...row,
      angle: row[way]?.angle ?? null,
      miss: row[way]?.miss ?? null,
    }));
    return directionLines(name, flat, second);
  });
  for (const { name, rows: own } of clips) {
    const far = own.filter((row) => isIn(row) && row.distance >= CENTRE);
    const angles = far.flatMap((row) => (row.alone === null ? [] : [row.alone.angle]));
    const answered = percent(angles.length / far.length);
    lines.push(
      `| ${name}, one picture | all with a direction | ${far.length} | ${answered} | ${angles.length} | ${cell(median(angles), 1)}° | ${cell(quantile(angles, 0.9), 0)}° |`,
    );
  }
  return [...DIRECTION_HEAD, ...lines];
}

/** Lumen direction on real pictures: the tuning half and the half measured once. */
export function realDirection(rows, sources) {
  const seen = rows.filter((row) => row.distance !== null);
  const unit = (row) => row.unit;
  const halves = ['tuning', 'held-out'].flatMap((half) =>
    directionLines(
      half,
      seen.filter((row) => row.half === half),
      unit,
    ),
  );
  const bySource = sources.map((source) => {
    const of = seen.filter((r) => r.half === 'held-out' && r.source === source && r.distance >= CENTRE);
    const answered = of.filter((row) => row.angle !== null);
    const cells = [
      `held-out, ${source}`,
      'all with a direction',
      of.length,
      percent(answered.length / of.length),
    ];
    return `| ${[...cells, ...angleCells(answered, unit)].join(' | ')} |`;
  });
  const none = ['tuning', 'held-out'].map((half) => {
    const of = rows.filter((row) => row.half === half && row.direction === 'none');
    return `${half}: no answer in ${of.filter((row) => !row.answered).length} of ${of.length} pictures without a lumen`;
  });
  return [...DIRECTION_HEAD, ...halves, ...bySource, ...none];
}

/** Millimetres a second that one unit stands for, by regression of the measure on the true speed. */
const scale = (pairs) =>
  pairs.reduce((sum, [, v]) => sum + v * v, 0) / pairs.reduce((sum, [a, v]) => sum + a * v, 0);

/** Direction and speed of motion against the truth. */
export function phantomMotion(clips) {
  const lines = [
    '| clip | measure | n | known | right way, > 3 mm/s | right way, 0.5–3 mm/s | r | rank r | mm for 1 |',
    '|---|---|---|---|---|---|---|---|---|',
  ];
  const all = clips.flatMap(({ rows }) => rows);
  for (const { name, rows } of [...clips, { name: 'all', rows: all }]) {
    // The first frame after an unusable one has nothing before it to be compared with.
    const usable = rows.filter(
      (row, i) => isIn(row) && i > 0 && rows[i - 1].clip === row.clip && isIn(rows[i - 1]),
    );
    for (const [measure, of] of [
      ['approach, frame to frame', (row) => row.scene.motion?.approach ?? null],
      ['pace, followed', (row) => row.scene.pace],
    ]) {
      const pairs = usable.flatMap((row) => (of(row) === null ? [] : [[of(row), row.truth.speedMmPerS]]));
      const right = (low, high) => {
        const moving = pairs.filter(([, v]) => Math.abs(v) > low && Math.abs(v) <= high);
        return `${percent(share(moving, ([a, v]) => a * v > 0))} of ${moving.length}`;
      };
      const cells = [
        name,
        measure,
        usable.length,
        percent(pairs.length / usable.length),
        right(3, 1e9),
        right(0.5, 3),
      ];
      lines.push(
        `| ${[...cells, cell(correlation(pairs), 3), cell(rankCorrelation(pairs), 3), cell(scale(pairs), 0)].join(' | ')} |`,
      );
    }
  }
  return lines;
}

/** Slip and clarity: how often, and how well they tell apart. */
export function phantomRest(clips) {
  const rows = clips.flatMap(({ rows }) => rows).filter((row) => row.truth.organ === 'colon');
  const usable = rows.filter((row) => row.truth.usable);
  const slips = (low, high) => {
    const of = usable.filter((row) => {
      const v = Math.abs(row.truth.speedMmPerS);
      return v >= low && v < high;
    });
    return `${percent(share(of, (row) => row.scene.slip >= 0.5))} of ${of.length}`;
  };
  const blurred = rows.filter((row) => !row.truth.usable && row.truth.contact < 0.4);
  const touching = rows.filter((row) => row.truth.contact >= 0.4);
  const tells = (bad, of, sign) =>
    cell(
      auc(
        usable.map((row) => sign * of(row)),
        bad.map((row) => sign * of(row)),
      ),
      3,
    );
  return [
    `slip ≥ 0.5: ${slips(40, 1e9)} frames from 40 mm/s, ${slips(15, 40)} from 15 to 40, ${slips(0, 15)} below 15`,
    `usable from blurred (${blurred.length} frames): AUC sharpness ${tells(blurred, (r) => r.scene.clarity.sharpness, 1)}`,
    `usable from touching (${touching.length} frames): AUC sharpness ${tells(touching, (r) => r.scene.clarity.sharpness, 1)}, depth ${tells(touching, (r) => r.scene.clarity.depth, 1)}, redness ${tells(touching, (r) => r.scene.clarity.redness, -1)}`,
    `lumen answered in ${percent(share(touching, (row) => row.scene.lumen !== null))} of touching frames`,
  ];
}

export function costLine(clips) {
  const ms = clips.flatMap(({ rows }) => rows.slice(50).map((row) => row.ms));
  return `cost of a frame, one thread: median ${cell(median(ms), 2)} ms, p95 ${cell(quantile(ms, 0.95), 2)} ms (${ms.length} frames)`;
}
