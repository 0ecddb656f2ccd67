import type { Random } from '../maths/random.js';
import type { PolypSpec } from '../scene/solid.js';
import { type Contents, fillColon } from './colon-contents.js';
import { COLON_MM, type Kind, type ProcedureOptions } from './kinds.js';
import type { Procedure, Soiling } from './procedure.js';
import { Script } from './script.js';
import {
  colonFolds,
  colonProfile,
  layBends,
  layOutSegments,
  type Segment,
  type Span,
  spanOf,
} from './segments.js';

/** Room that the closed end of the caecum takes, mm. */
const CAP = { before: 29, depth: 25 } as const;
/** How far before the closed end the tip stops, mm. */
const CAECUM_STOP = 18;
/** From where a lesion is looked at: so far on its anal side, mm. */
const VIEWING = 14;
/** The stretch of wall that one wash clears, mm before and behind the tip. */
const WASH_AHEAD = 75;
const WASH_BEHIND = 15;

/** Everything that the two ways of a colonoscopy need to know. */
interface Trip {
  readonly kind: Kind;
  readonly script: Script;
  readonly random: Random;
  readonly spans: readonly Span[];
  readonly contents: Contents;
  readonly capStart: number;
  readonly valve: { readonly s: number; readonly angle: number; readonly width: number };
}

/** Make up a colonoscopy of a kind by chance. The same seed and options give the same one. */
export function colonoscopy(kind: Kind, seed: number, options: ProcedureOptions, random: Random): Procedure {
  const length = options.lengthMm ?? COLON_MM.usual;
  const spans = layOutSegments(length, random.fork('segments'));
  const capStart = length - CAP.before;
  const folds = colonFolds(spans, capStart, random.fork('folds'));
  const caecum = spanOf(spans, 'caecum');
  const valve = { s: caecum.from + 3, angle: random.fork('valve').range(2.6, 3.8), width: 25 };
  const contents = fillColon(kind, spans, folds, capStart, random.fork('contents'));
  const script = new Script(random.fork('script'), options.pace ?? 1);
  play({ kind, script, random: random.fork('trip'), spans, contents, capStart, valve });
  const { polyps, ...rest } = contents;
  return {
    kind,
    seed,
    site: 'colon',
    organ: {
      length,
      baseRadius: 22,
      bends: layBends(spans, random.fork('bends')),
      profile: colonProfile(spans),
      folds,
      cap: { start: capStart, depth: CAP.depth, orifice: [8, -6], star: 4.4 },
      valve,
      spans,
    },
    polyps,
    ...rest,
    ...script.played(),
  };
}

function play(trip: Trip): void {
  const { script, kind, random, spans } = trip;
  script.wait(random.range(2, 3.5));
  script.stage('insertion');
  script.touch(0.9);
  const goal =
    kind === 'early-stop'
      ? stopBefore(trip)
      : Math.max(trip.capStart - CAECUM_STOP, spanOf(spans, 'caecum').from + 6);
  insert(trip, goal);
  if (kind === 'early-stop') {
    const from = script.t;
    script.touch(1.4);
    script.wait(2.5);
    script.touch(1.2);
    script.note('turned-back-early', from);
  } else {
    script.stage('caecum');
    script.look(2.8, { s: trip.capStart + 10, angle: 5.6 }, 0.3);
    script.travel(trip.valve.s - 16, 9);
    script.look(2.8, { s: trip.valve.s, angle: trip.valve.angle }, 0.75);
  }
  script.stage('withdrawal');
  withdraw(trip);
  script.stage('outside');
  script.wait(2.5);
}

/** Where an incomplete examination ends: somewhere from the descending part to the middle of the transverse one. */
function stopBefore({ spans, random }: Trip): number {
  const from = spanOf(spans, 'descending').from + 60;
  const transverse = spanOf(spans, 'transverse');
  return random.range(from, (transverse.from + transverse.to) / 2);
}

function insert(trip: Trip, goal: number): void {
  const { script, kind, random, spans } = trip;
  const sigmoid = spanOf(spans, 'sigmoid');
  const loops: number[] = [];
  if (kind === 'loops') {
    for (let i = 0; i < 3; i++) loops.push(random.range(sigmoid.from + 40, sigmoid.to));
    loops.push(random.range(sigmoid.to, goal - 60), random.range(sigmoid.to, goal - 60));
  } else if (random.next() < 0.4) loops.push(random.range(sigmoid.from + 40, sigmoid.to));
  const stops = loops.filter((s) => s < goal - 10).sort((a, b) => a - b);
  const speed = random.range(19, 26);
  const smeared = random.range(sigmoid.from, goal);
  let clean = true;
  for (const stop of [...stops, goal]) {
    if (clean && smeared < stop) {
      if (smeared > script.s) script.travel(smeared, speed);
      script.smear(random.range(1.2, 2.2), random.range(6, 11), 12);
      clean = false;
    }
    if (stop > script.s) script.travel(stop, speed);
    if (stop === goal) break;
    const from = script.t;
    for (let i = 0; i < (kind === 'loops' ? 3 : 1); i++) {
      script.travel(Math.max(20, stop - random.range(25, 55)), random.range(18, 30));
      if (random.next() < 0.5) script.touch(random.range(0.8, 1.8));
      script.travel(stop + random.range(0, 10), random.range(14, 22));
    }
    script.note('loop', from);
  }
}

/** Things to do on the way back, at an arc length, from the deepest to the last. */
interface Stop {
  readonly s: number;
  readonly act: () => void;
}

function withdraw(trip: Trip): void {
  const { script, kind, random, spans, contents } = trip;
  const stops: Stop[] = [
    ...contents.polyps.map((polyp) => ({ s: polyp.s - VIEWING, act: () => meet(trip, polyp) })),
    ...contents.soiling.flatMap((soiling) => washes(trip, soiling)),
    ...hindrances(trip),
    ...rushes(trip),
  ];
  const deepest = script.s;
  const speed = random.range(6.5, 9.5);
  // How much of the way the doctor looks only at one side: it differs between doctors, and more so in a hurry.
  const careless = kind === 'fast' ? random.range(0.4, 0.9) : random.range(0, 0.5) ** 1.5;
  for (const stop of stops.filter((x) => x.s < deepest && x.s > 20).sort((a, b) => b.s - a.s)) {
    while (script.s > stop.s + 1) stroll(trip, Math.max(stop.s, script.s - 45), speed, careless);
    stop.act();
  }
  const rectum = spanOf(spans, 'rectum');
  const turn = rectum.from + 0.6 * (rectum.to - rectum.from);
  if (kind !== 'fast' && random.next() < 0.7) {
    script.travel(turn, speed);
    script.retroflex(random.range(2, 3));
  }
  while (script.s > 15) stroll(trip, Math.max(14, script.s - 45), speed, careless);
  script.touch(0.8);
}

/** Go back a little, looking about, or looking only at one side of the wall. */
function stroll({ script, random }: Trip, to: number, speed: number, careless: number): void {
  const from = script.t;
  script.travel(to, speed);
  if (random.next() < careless) script.aside(from, random.range(0, 2 * Math.PI));
}

function meet({ script, kind, random }: Trip, polyp: PolypSpec): void {
  const quick = kind === 'fast';
  script.inspect(quick ? 1.2 : random.range(2.5, 4), polyp.id, !quick && random.next() < 0.5);
  if (kind === 'treatment' || (!quick && random.next() < 0.2)) {
    script.treat(random.range(7, 11), polyp.id, polyp.sizeMm <= 5 ? 'forceps' : 'snare');
  }
}

function washes({ script, random }: Trip, soiling: Soiling): Stop[] {
  if (soiling.before - soiling.after < 0.03) return [];
  const stops: Stop[] = [];
  for (let end = soiling.to; end > soiling.from + 10; end -= WASH_AHEAD) {
    const s = Math.max(22, end - WASH_AHEAD);
    const [low, high] = [s - WASH_BEHIND, end + 5];
    stops.push({ s, act: () => script.wash(random.range(3.5, 5.5), low, high) });
  }
  return stops;
}

/** A smeared lens, a touch of the wall, murky water; when the kind asks for it, a slip back with a second go, or loops. */
function hindrances({ script, kind, random, spans, capStart }: Trip): Stop[] {
  const place = (): number => random.range(80, capStart - 120);
  const stops: Stop[] = [];
  const add = (s: number, act: () => void): void => {
    stops.push({ s, act });
  };
  add(place(), () => script.smear(random.range(1.2, 2.5), random.range(6, 11), -8));
  if (random.next() < 0.7) add(place(), () => script.touch(random.range(1, 2.5)));
  if (kind === 'dirty' || random.next() < 0.25) add(place(), () => script.dive(random.range(1.5, 3), -10));
  const slips = kind === 'slip' ? 2 : 0;
  for (let i = 0; i < slips; i++) {
    const span = spanOf(spans, (['transverse', 'sigmoid'] as const)[i] as Segment);
    const s = random.range(span.from + 0.7 * (span.to - span.from), span.to);
    add(s, () => {
      const from = script.s;
      script.rush(Math.max(30, from - random.range(75, 120)), random.range(70, 110), 'slip-back');
      script.wait(1);
      script.travel(from - 5, 18);
      script.wait(0.8);
    });
  }
  for (let i = 0; i < (kind === 'loops' ? 2 : 0); i++) {
    add(place(), () => {
      const from = script.t;
      const s = script.s;
      script.travel(Math.min(script.deepest, s + random.range(25, 45)), 14);
      script.travel(s, 11);
      script.note('loop', from);
    });
  }
  return stops;
}

/** Stretches of the way back that go much too fast. */
function rushes({ script, kind, random, spans }: Trip): Stop[] {
  if (kind !== 'fast') return [];
  return (['ascending', 'transverse', 'descending', 'sigmoid'] as const).flatMap((segment) => {
    if (random.next() < 0.2) return [];
    const span = spanOf(spans, segment);
    const s = span.to - random.range(5, 30);
    const to = Math.max(span.from, s - random.range(90, 140));
    const act = (): void => {
      const from = script.t;
      script.rush(Math.min(script.s - 5, to), random.range(22, 34), 'fast');
      script.aside(from, random.range(0, 2 * Math.PI));
    };
    return [{ s, act }];
  });
}
