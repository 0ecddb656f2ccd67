import { smoothstep } from '../maths/curve.js';
import type { Random } from '../maths/random.js';
import type { Profile } from '../scene/wall.js';
import type { ProcedureOptions } from './kinds.js';
import type { Procedure } from './procedure.js';
import { Script } from './script.js';

/** Arc lengths in mm: gullet, entrance of the stomach, its outlet, end of the bulb behind it. */
const GULLET = 150;
const BODY = 190;
const PYLORUS = 385;
const LENGTH = 470;

/**
 * A simple gastroscopy: a narrow gullet, a large cavity with lengthwise rugae that run out towards a smooth antrum, and
 * the pylorus as a dark hole. It is no model of a stomach: it is there to be told apart from a colon.
 */
export function gastroscopy(seed: number, options: ProcedureOptions, random: Random): Procedure {
  const script = new Script(random.fork('script'), options.pace ?? 1);
  const trip = random.fork('trip');
  script.wait(trip.range(2, 3.5));
  script.stage('examination');
  script.touch(0.8);
  script.travel(GULLET, 14);
  script.wait(2);
  script.travel(BODY + 40, 8);
  for (const angle of [0.6, 2.2, 3.9, 5.4]) script.look(3, { s: BODY + 85, angle }, 0.6);
  script.travel(PYLORUS - 70, 9);
  script.look(4, { s: PYLORUS, angle: 0 }, 0.2);
  script.smear(1.6, 8, 5);
  for (const angle of [1.4, 4.6]) script.look(3.5, { s: PYLORUS - 45, angle }, 0.6);
  script.travel(PYLORUS - 32, 6);
  script.wait(5);
  script.travel(BODY + 80, 8);
  if (trip.next() < 0.6) script.touch(1.5);
  for (const angle of [5.6, 3.2, 1]) script.look(3.5, { s: BODY + 130, angle }, 0.65);
  script.travel(BODY + 15, 7);
  for (const angle of [0.2, 2.9]) script.look(3, { s: BODY + 60, angle }, 0.6);
  script.travel(GULLET, 7);
  script.travel(14, 12);
  script.touch(0.7);
  script.stage('outside');
  script.wait(2.5);
  return {
    kind: 'gastroscopy',
    seed,
    site: 'upper',
    organ: {
      length: LENGTH,
      baseRadius: 30,
      bends: [
        { at: 120, length: 90, angle: 0.35, towards: 0.3 },
        { at: 230, length: 165, angle: random.fork('bend').range(0.95, 1.15), towards: Math.PI },
      ],
      profile: stomachProfile(random.fork('rugae')),
      // The pylorus: one ring that leaves a hole.
      folds: [
        {
          s: PYLORUS,
          thickness: 5,
          lean: 0.5,
          leanAngle: 1,
          crescents: [{ angle: 0, narrowness: 0, height: 19 }],
        },
      ],
      cap: { start: LENGTH - 20, depth: 14, orifice: [0, 300] },
      valve: null,
      spans: [],
    },
    polyps: [],
    soiling: [{ from: 0, to: LENGTH, before: 0.01, after: 0.01, foam: trip.range(0, 0.06) }],
    lumps: [],
    pools: [],
    ...script.played(),
  };
}

function stomachProfile(random: Random): Profile {
  const rugae = Array.from({ length: 4 }, (_, i) => ({
    count: 5 + 2 * i,
    phase: random.range(0, 2 * Math.PI),
    wander: random.range(0.25, 0.5),
    wave: random.range(28, 46),
  }));
  return (s, angle) => {
    const body = smoothstep(GULLET, BODY + 55, s);
    const antrum = smoothstep(PYLORUS - 120, PYLORUS - 35, s);
    const bulb = smoothstep(PYLORUS, PYLORUS + 25, s);
    const radius = 10.5 + 24.5 * body - 10.5 * antrum - 8 * bulb;
    const folded = body * (1 - smoothstep(PYLORUS - 160, PYLORUS - 85, s));
    if (folded === 0) return radius;
    let ridge = 0;
    for (const r of rugae) {
      const turn = angle + r.wander * Math.sin(s / r.wave + r.phase);
      ridge += Math.cos(r.count * turn + r.phase);
    }
    // Rounded ridges with narrower valleys between them.
    return radius - folded * 4.2 * Math.tanh(0.7 * ridge);
  };
}
