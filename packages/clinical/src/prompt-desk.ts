import type { PromptKind, PromptMute } from '@haustra/domain';
import { type Ask, PROMPTS } from './prompts.js';
import { PROMPT_MANNERS } from './rules.js';
import type { PromptSettings } from './site-settings.js';

/** What was said lately, and of which causes. */
export interface PromptDesk {
  readonly muted: PromptMute;
  /** Times of the prompts of the last minute, in order. */
  readonly lately: readonly number[];
  readonly kinds: Partial<Readonly<Record<PromptKind, Said>>>;
  readonly nowMs: number;
}

interface Said {
  /** The last cause of this kind that was said. */
  readonly episode: number;
  readonly atMs: number;
}

/** A desk that has said nothing, or what a journal tells of it (after a resume), in order of time. */
export function promptDesk(
  muted: PromptMute = [],
  said: readonly { readonly kind: PromptKind; readonly atMs: number }[] = [],
): PromptDesk {
  let desk: PromptDesk = { muted, lately: [], kinds: {}, nowMs: Number.NEGATIVE_INFINITY };
  for (const { kind, atMs } of said) desk = sayIt(desk, kind, (desk.kinds[kind]?.episode ?? 0) + 1, atMs);
  return desk;
}

/** Mutes all prompts or some kinds, or lets them be heard again. What is muted is not said later unless it still holds. */
export const mutePrompts = (desk: PromptDesk, muted: PromptMute): PromptDesk => ({ ...desk, muted });

/**
 * Chooses what is said now, if anything: the most urgent of `asks` that is not muted, not said before, and for which
 * distance, distance within its kind and budget are kept. `asks` are all that holds now; what waits and is no longer
 * among them is not said. The same story gives the same prompts. Rule `prompt-manners`.
 */
export function deskStep(
  before: PromptDesk,
  asks: readonly Ask[],
  atMs: number,
  manners: PromptSettings,
): { readonly desk: PromptDesk; readonly say: Ask | null } {
  // A picture out of order does not bring back the time of an earlier prompt.
  const nowMs = Math.max(before.nowMs, atMs);
  const desk = { ...before, nowMs };
  if (asks.length === 0 || !maySpeak(desk, manners)) return { desk, say: null };
  let say: Ask | null = null;
  for (const ask of asks) {
    if (maySay(desk, ask, manners) && (say === null || ask.priority > say.priority)) say = ask;
  }
  return { desk: say === null ? desk : sayIt(desk, say.kind, say.episode, nowMs), say };
}

function maySpeak({ muted, lately, nowMs }: PromptDesk, { distanceMs, budget }: PromptSettings): boolean {
  const { windowMs } = PROMPT_MANNERS.values;
  const last = lately.at(-1);
  if (muted === 'all' || (last !== undefined && nowMs - last < distanceMs)) return false;
  return lately.filter((time) => nowMs - time < windowMs).length < budget;
}

function maySay({ muted, kinds, nowMs }: PromptDesk, ask: Ask, { sameKindMs }: PromptSettings): boolean {
  if (muted.includes(ask.kind)) return false;
  const said = kinds[ask.kind];
  const apartMs = Math.max(sameKindMs, PROMPTS[ask.kind].apartMs ?? 0);
  return said === undefined || (ask.episode > said.episode && nowMs - said.atMs >= apartMs);
}

function sayIt(desk: PromptDesk, kind: PromptKind, episode: number, atMs: number): PromptDesk {
  const { windowMs } = PROMPT_MANNERS.values;
  const nowMs = Math.max(desk.nowMs, atMs);
  const lately = [...desk.lately.filter((time) => nowMs - time < windowMs), nowMs];
  return { ...desk, nowMs, lately, kinds: { ...desk.kinds, [kind]: { episode, atMs: nowMs } } };
}
