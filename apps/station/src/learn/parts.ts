import type { GateReport, Round } from '@haustra/domain';
import type { FrozenMatch, ModelRegistry } from '@haustra/learning';
import type { ShadowLine } from './results.js';

/** A model by its name (`id@version+sha12`) and its folder. */
export interface NamedModel {
  readonly name: string;
  readonly folder: string;
}

export interface JudgeOptions {
  readonly current: NamedModel;
  readonly candidate: NamedModel;
  /** Folder with `index.csv` of labelled pictures; null where the site has none. */
  readonly labelled: string | null;
  /** `index.csv` of what the candidate learnt from, to be searched for frozen pictures; null where there is none. */
  readonly learnt: string | null;
  /** The round's `evaluation` folder: what is whole in it is not measured again. */
  readonly out: string;
  readonly signal: AbortSignal;
  /** Waits while an examination is open. */
  breathe(): Promise<void>;
  onProgress(progress: Round['progress']): void;
}

/** Measures both models on the frozen set and compares them. */
export type Judge = (options: JudgeOptions) => Promise<GateReport>;

export interface ShadowOptions {
  readonly current: NamedModel;
  readonly candidate: NamedModel;
  readonly exam: string;
  readonly examFolder: string;
  readonly signal: AbortSignal;
  /** Waits while an examination is open. */
  breathe(): Promise<void>;
}

/** Runs both models over one ended examination; null where it left no picture to run over. */
export type Shadow = (options: ShadowOptions) => Promise<ShadowLine | null>;

/** Knows the pictures that models are judged on. */
export interface Frozen {
  match(picture: { readonly sha256: string | null; readonly dhash: string }): FrozenMatch | null;
}

/** All that a round is worked on with. */
export interface RoundParts {
  readonly registry: ModelRegistry;
  /** @param labelled the site's own labelled folder, whose judged pictures are frozen too */
  frozen(labelled: string | null): Promise<Frozen>;
  readonly judge: Judge;
  readonly shadow: Shadow;
}
