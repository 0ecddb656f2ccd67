/** Models in, findings out: released models, inference in a worker, decoding, tracking, characterisation. */
export { startAnalyser } from './analyser/start.js';
export type {
  Analyser,
  AnalyserInfo,
  AnalyserOptions,
  AnalyserState,
  ProviderTrial,
} from './analyser/types.js';
export {
  type BenchOptions,
  benchInference,
  type InferenceBench,
  type PrecisionBench,
} from './bench/inference.js';
export { type Percentiles, percentiles } from './bench/percentiles.js';
export { DEFAULT_MODEL, listModels, loadModel, modelsFolder } from './model/catalogue.js';
export { openModel, type ReleasedModel } from './model/released.js';
export { callOf, modelName, toPictureEmbedding, toPrediction } from './prediction.js';
export type { Clarity } from './scene/clarity.js';
export type { Lumen, Place } from './scene/lumen.js';
export type { Motion } from './scene/motion.js';
export { SceneWatch, signsOf } from './scene/scene-watch.js';
export type { WallShares } from './scene/wall-view.js';
export { clockDirection, type Scene, type SceneMemory, watchScene } from './scene/watch.js';
export { sizeByPlace } from './size/place-size.js';
export { LesionTracker } from './tracker/tracker.js';
export type { LesionSummary, Look, TrackerOptions, TrackerUpdate } from './tracker/types.js';
