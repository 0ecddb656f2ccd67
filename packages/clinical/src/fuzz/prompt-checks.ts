import type { PromptKind, PromptMute } from '@haustra/domain';
import { type Ask, PROMPTS } from '../prompts.js';
import type { PromptSettings } from '../site-settings.js';
import type { Ledger } from './checks.js';

const MINUTE = 60_000;

/** Watches the prompt desk from outside: keeps all that was ever said, and counts for itself. */
export class PromptChecks {
  readonly #ledger: Ledger;
  readonly #manners: PromptSettings;
  readonly #said: { readonly kind: PromptKind; readonly episode: number; readonly atMs: number }[] = [];

  constructor(ledger: Ledger, manners: PromptSettings) {
    this.#ledger = ledger;
    this.#manners = manners;
  }

  step(muted: PromptMute, paused: boolean, asks: readonly Ask[], say: Ask | null, atMs: number): void {
    if (say === null) return;
    const ledger = this.#ledger;
    const { kind, episode } = say;
    const what = () => `${kind} ${episode} at ${atMs} after ${JSON.stringify(this.#said)}`;
    ledger.meet(`prompt: ${kind}`);
    const mute = muted === 'all' || muted.some((other) => other === kind);
    ledger.check('prompt has cause', asks.includes(say) && !mute && !paused, what);
    const ofKind = this.#said.filter((other) => other.kind === kind);
    const isNew = ofKind.every((other) => other.episode < episode);
    ledger.check('prompt once', isNew && !(PROMPTS[kind].once && ofKind.length > 0), what);
    const { distanceMs, sameKindMs, budget } = this.#manners;
    const far =
      this.#said.every((other) => atMs - other.atMs >= distanceMs) &&
      ofKind.every((other) => atMs - other.atMs >= sameKindMs);
    ledger.check('prompt distance', far, what);
    const inMinute = this.#said.filter((other) => atMs - other.atMs < MINUTE).length + 1;
    ledger.check('prompt budget', inMinute <= budget, what);
    this.#said.push({ kind, episode, atMs });
  }
}
