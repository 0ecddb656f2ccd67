import type {
  AnalysisFrame,
  ErrorCode,
  FrameFindings,
  ModelManifest,
  Precision,
  Provider,
} from '@haustra/domain';

/**
 * What station and worker say to each other, by structured clone over the worker's channel. Both ends are the same
 * build, so that types are trusted; what the model says was checked in the worker before it is sent.
 */
export interface StartOrder {
  readonly kind: 'start';
  readonly folder: string;
  readonly manifest: ModelManifest;
  readonly precision: Precision;
  readonly provider: Provider;
  /** Runs that are timed after the warm-up. */
  readonly timedRuns: number;
}

export type ToWorker =
  | StartOrder
  | { readonly kind: 'frame'; readonly order: number; readonly frame: AnalysisFrame }
  | { readonly kind: 'ping'; readonly order: number };

export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly where?: string;
  readonly hint?: string;
}

export type FromWorker =
  /** Warm; `ms` is the median of the timed runs. */
  | { readonly kind: 'ready'; readonly ms: number }
  /** Could not start; the worker ends. */
  | { readonly kind: 'refused'; readonly error: PlainError }
  | { readonly kind: 'findings'; readonly order: number; readonly findings: FrameFindings }
  | { readonly kind: 'failed'; readonly order: number; readonly error: PlainError }
  | { readonly kind: 'pong'; readonly order: number };
