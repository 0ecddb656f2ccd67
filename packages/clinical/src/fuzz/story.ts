import {
  CAECUM_WORDS,
  type CaecumWord,
  ms,
  type Organ,
  PROMPT_KINDS,
  type PromptMute,
} from '@haustra/domain';
import type { Evidence } from '../evidence.js';
import { DEFAULT_SETTINGS, type SiteSettings } from '../site-settings.js';
import type { Random } from './random.js';

/** One thing that happens in a made-up examination. */
export type Happening =
  | { readonly do: 'picture'; readonly evidence: Evidence }
  | { readonly do: 'pause' | 'stop'; readonly on: boolean; readonly atMs: number }
  | { readonly do: 'say'; readonly word: CaecumWord; readonly atMs: number }
  | { readonly do: 'mute'; readonly muted: PromptMute };

export interface Story {
  readonly organ: Organ | null;
  readonly settings: SiteSettings;
  readonly happenings: readonly Happening[];
}

/** What a stretch of pictures is like; each picture strays from it. */
interface View {
  readonly outside: number;
  readonly usable: number;
  readonly caecum: number;
  readonly instrument: number | null;
  readonly approach: number | null;
  readonly residue: number | null;
  readonly flicker: number;
}

const PERIODS = [0, 1, 17, 40, 40, 200, 200, 500, 500, 900, 7000];

/**
 * A hostile examination: stretches of steady, flickering and extreme pictures, gaps, pictures out of order, signs that
 * come and go, pauses, a lost analysis, mutes, and a doctor who changes their mind.
 */
export function makeStory(random: Random): Story {
  const happenings: Happening[] = [];
  const signs = { instrument: random.chance(0.7), approach: random.chance(0.7), residue: random.chance(0.5) };
  let t = random.whole(0, 2000);
  for (let stretches = random.whole(2, 24); stretches > 0; stretches--) {
    if (random.chance(0.35)) happenings.push(turnOfEvents(random, t));
    const view = viewOf(random, signs);
    const period = random.of(PERIODS);
    for (let pictures = random.whole(1, 12); pictures > 0; pictures--, t += period) {
      const back = random.chance(0.03) ? random.whole(1, 3000) : 0;
      happenings.push({ do: 'picture', evidence: pictureOf(random, view, t - back) });
    }
  }
  const organ = random.of<Organ | null>(['colon', 'colon', 'colon', 'colon', 'upper', null]);
  return { organ, settings: settingsOf(random), happenings };
}

function turnOfEvents(random: Random, atMs: number): Happening {
  const on = random.chance(0.5);
  switch (random.whole(0, 5)) {
    case 0:
    case 1:
      return { do: 'pause', on, atMs };
    case 2:
      return { do: 'stop', on, atMs };
    case 3:
      return { do: 'mute', muted: random.of([[], [], 'all', [random.of(PROMPT_KINDS)]] as const) };
    default:
      return { do: 'say', word: random.of(CAECUM_WORDS), atMs };
  }
}

function viewOf(
  random: Random,
  signs: Readonly<Record<'instrument' | 'approach' | 'residue', boolean>>,
): View {
  const share = () => random.of([0, 0.02, 0.3, 0.5, 0.7, 0.95, 1, random.next()]);
  return {
    outside: random.chance(0.7) ? 0.02 : share(),
    usable: random.chance(0.7) ? 0.95 : share(),
    caecum: random.chance(0.6) ? 0.02 : share(),
    instrument: signs.instrument ? (random.chance(0.7) ? 0.05 : share()) : null,
    approach: signs.approach ? random.of([0, 0, 0.1, -0.1, -0.5, 0.5, -3, 1e9, -1e9]) : null,
    residue: signs.residue ? share() : null,
    flicker: random.chance(0.3) ? random.next() : 0,
  };
}

function pictureOf(random: Random, view: View, timeMs: number): Evidence {
  const stray = (value: number) => (random.chance(view.flicker) ? random.of([0, 1, random.next()]) : value);
  // Now and then a sign is not given, as a heavy model may give it for some pictures only.
  const sign = (value: number | null) => (value === null || random.chance(0.1) ? null : value);
  const outside = stray(view.outside);
  const dirt = stray(view.residue ?? 0.2);
  return {
    timeMs: ms(timeMs),
    organ: { colon: 1 - outside, upper: 0, outside },
    usable: stray(view.usable),
    caecum: stray(view.caecum),
    cleanliness: { 'bbps-0-1': dirt, 'bbps-2-3': 1 - dirt, 'impacted-stool': 0 },
    instrument: sign(view.instrument === null ? null : stray(view.instrument)),
    approach: sign(view.approach),
    slip: view.approach === null ? null : stray(0.1),
    residue: sign(view.residue === null ? null : dirt),
  };
}

/** Limits short enough to be met within a story, and manners of every kind. */
function settingsOf(random: Random): SiteSettings {
  const minimumMs = random.whole(1, 30) * 1000;
  return {
    withdrawal: {
      minimumMs,
      goalMs: minimumMs + random.whole(0, 20) * 1000,
      timedBy: random.of(['wall', 'effective']),
    },
    insertion: { limitMs: random.whole(1, 60) * 1000 },
    speed: { ...DEFAULT_SETTINGS.speed, holdMs: random.of([500, 3000]) },
    view: { obscuredMs: random.whole(2, 8) * 1000, uncleanMs: random.whole(2, 8) * 1000 },
    guidance: DEFAULT_SETTINGS.guidance,
    prompts: {
      distanceMs: random.of([0, 1000, 10_000, 90_000]),
      sameKindMs: random.of([0, 5000, 60_000]),
      budget: random.of([0, 1, 2, 3, 6]),
      muted: random.of([[], [], [], 'all', [random.of(PROMPT_KINDS)]] as const),
    },
  };
}
