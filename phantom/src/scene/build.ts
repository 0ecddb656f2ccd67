import { Random } from '../maths/random.js';
import type { Vec3 } from '../maths/vector.js';
import { CentreLine } from './centreline.js';
import { Colon } from './colon.js';
import { Mucosa } from './mucosa.js';
import { WallOpenness } from './openness.js';
import { Relief } from './relief.js';
import type { Scenario } from './scenario.js';
import { growPolyp, growValve, type Solid } from './solid.js';
import { type Bump, growFolds, Wall } from './wall.js';

/** A scenario grown into geometry and paint. */
export interface Scene {
  readonly scenario: Scenario;
  readonly colon: Colon;
  readonly mucosa: Mucosa;
  readonly relief: Relief;
  readonly openness: WallOpenness;
  readonly seed: number;
}

const UP: Vec3 = [0, 1, 0];

/** Grow the scene of a scenario. The same scenario and seed give the same scene. */
export function buildScene(scenario: Scenario, seed: number): Scene {
  const random = new Random(seed);
  const line = new CentreLine(scenario.length, scenario.bends);
  const folds = growFolds(scenario.folds[0], scenario.folds[1], scenario.foldSpacing, random.fork('folds'));
  const wall = new Wall(
    scenario.length,
    scenario.baseRadius,
    folds,
    stoolLumps(scenario, random.fork('lumps')),
    random.fork('wall'),
  );
  const bare = new Colon({ line, wall, cap: scenario.cap, solids: [], pools: [], up: UP });
  const { valve } = scenario;
  const solids: Solid[] = [
    growValve(bare.anchor(valve.s, valve.angle), line.at(valve.s).tangent, valve.width),
    ...scenario.polyps.map((spec) => growPolyp(spec, bare.anchor(spec.s, spec.angle))),
  ];
  return {
    scenario,
    seed,
    colon: new Colon({ line, wall, cap: scenario.cap, solids, pools: scenario.pools, up: UP }),
    mucosa: new Mucosa(scenario.length, scenario.baseRadius, scenario.smears, random.fork('mucosa')),
    openness: new WallOpenness(bare),
    relief: new Relief(random.fork('relief')),
  };
}

/** Lumps within the smears: stool has body, not only colour. */
function stoolLumps(scenario: Scenario, random: Random): Bump[] {
  return scenario.smears.flatMap((smear) =>
    Array.from({ length: Math.round(smear.radius * 0.6) }, () => {
      const off = smear.radius * 0.4 * Math.sqrt(random.next());
      const turn = random.range(0, 2 * Math.PI);
      const radius = random.range(1, 2.6);
      return {
        s: smear.s + off * Math.cos(turn),
        angle: smear.angle + (off * Math.sin(turn)) / scenario.baseRadius,
        radius,
        height: radius * random.range(0.35, 0.7),
      };
    }),
  );
}
