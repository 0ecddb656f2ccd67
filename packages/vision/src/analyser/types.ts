import type {
  AnalysisFrame,
  AnalysisState,
  FrameFindings,
  Precision,
  Provider,
  StateReason,
} from '@haustra/domain';

/** What the analysis can do at this moment; reported at once when it changes. */
export interface AnalyserState {
  readonly state: AnalysisState;
  readonly reason: StateReason | null;
  /** Process id of the worker, null while there is none. */
  readonly pid: number | null;
}

/** How one provider did at start. */
export interface ProviderTrial {
  readonly provider: Provider;
  readonly precision: Precision;
  /** Median milliseconds a frame; null where it was not measured. */
  readonly ms: number | null;
  /** Why it was chosen, or why not, in words. */
  readonly why: string;
}

export interface AnalyserInfo {
  readonly id: string;
  readonly version: string;
  /** SHA-256 of the ONNX file that runs. */
  readonly sha256: string;
  readonly precision: Precision;
  readonly provider: Provider;
  readonly providers: readonly ProviderTrial[];
}

export interface AnalyserOptions {
  /** Default: the manifest's on the CPU, fp32 on graphics processors. */
  readonly precision?: Precision;
  /** `auto` (default) measures every provider that loads and takes the fastest. */
  readonly provider?: Provider | 'auto';
  /** Called at once on each change; a throwing listener is ignored. */
  readonly onState?: (state: AnalyserState) => void;
}

/** One model at work in a process of its own. */
export interface Analyser {
  readonly info: AnalyserInfo;
  /** Process id of the worker, null while there is none. */
  readonly pid: number | null;
  readonly state: AnalyserState;
  /**
   * For recordings: every frame is analysed, in order; at most two are with the worker, further ones wait here.
   * @throws HaustraError `usage` for a frame of the wrong size, `analysis-failed` where the model gave no valid answer
   * or the worker died twice over this frame, `cancelled` after `close`.
   */
  analyse(frame: AnalysisFrame): Promise<FrameFindings>;
  /**
   * For live pictures: one frame is analysed and one may wait; a newer frame replaces the waiting one, whose promise
   * resolves to `dropped`, as does that of a frame offered while there is no worker or lost with it.
   * @throws HaustraError as `analyse`, except for the worker's death.
   */
  offer(frame: AnalysisFrame): Promise<FrameFindings | 'dropped'>;
  /** Ends the worker. Frames that wait resolve to `dropped`, or reject with `cancelled`. Never rejects. */
  close(): Promise<void>;
}
