import type { AuditEntry } from '@haustra/domain';

/** The last judgement over a model. */
export interface GateWord {
  readonly passed: boolean;
  /** Model that it was judged against. */
  readonly current: string;
  /** SHA-256 of the manifest that was judged. */
  readonly manifest: string;
  readonly reasons: readonly string[];
  /** Where `gate.json` lies. */
  readonly report: string;
  readonly at: string;
}

/** What the audit journal knows of one model. */
export interface ModelHistory {
  readonly addedAt: string | null;
  readonly from: string | null;
  readonly round: string | null;
  readonly gate: GateWord | null;
  /** When it last came into use, and who said so; null where it never did. */
  readonly promoted: { readonly at: string; readonly by: string; readonly forced: boolean } | null;
}

/** What the audit journal says of all models. */
export interface Ledger {
  /** The model in use; null is the shipped one. */
  readonly current: string | null;
  /** What was in use before, the last one last: where rolling back leads to. */
  readonly history: readonly (string | null)[];
  /** Since when `current` is in use, and by whose word; null where nothing was ever promoted. */
  readonly since: { readonly at: string; readonly by: string } | null;
  readonly models: ReadonlyMap<string, ModelHistory>;
}

const UNKNOWN: ModelHistory = { addedAt: null, from: null, round: null, gate: null, promoted: null };

/** Reads the audit journal: which model is in use, what was before it, and what became of each. Pure. */
export function ledgerOf(entries: readonly AuditEntry[]): Ledger {
  let current: string | null = null;
  let history: readonly (string | null)[] = [];
  let since: Ledger['since'] = null;
  const models = new Map<string, ModelHistory>();
  const learn = (name: string, known: Partial<ModelHistory>) =>
    models.set(name, { ...(models.get(name) ?? UNKNOWN), ...known });
  for (const { at, by, event } of entries) {
    if (event.type === 'added') {
      learn(event.model, { addedAt: at, from: event.from, round: event.round });
    } else if (event.type === 'gated') {
      const { passed, manifest, reasons, report } = event;
      learn(event.model, { gate: { passed, current: event.current, manifest, reasons, report, at } });
    } else if (event.type === 'promoted') {
      history = [...history, current];
      current = event.model;
      since = { at, by };
      learn(event.model, { promoted: { at, by, forced: event.forced } });
    } else if (event.type === 'rolled-back') {
      current = event.model;
      // What lay in between was damaged and passed over.
      history = history.slice(0, Math.max(0, history.lastIndexOf(event.model)));
      since = { at, by };
    }
  }
  return { current, history, since, models };
}
