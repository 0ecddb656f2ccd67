/** The phantom: a rendered colon with known ground truth, for demonstrations and tests. Not a patient. */
export { procedure } from './procedure/index.js';
export { COLON_MM, KINDS, type Kind, kindOfSeed, type ProcedureOptions } from './procedure/kinds.js';
export type { Procedure } from './procedure/procedure.js';
export { SEGMENTS, type Segment } from './procedure/segments.js';
export { FIELD_SIDE, Film, type FilmFrame, FPS } from './render/film.js';
export { type Camera, ProcedureFilm, type ProcedureShot } from './render/procedure-film.js';
export { SCREEN, SMALL_SCREEN } from './render/screen.js';
export type { Scenario } from './scene/scenario.js';
export { SCENARIOS } from './scene/scenarios.js';
export type { Paris } from './scene/solid.js';
export { WITHDRAWAL } from './scene/withdrawal.js';
export {
  loadAnyTruth,
  loadPhantomTruth,
  loadProcedureTruth,
  phantomClipPath,
  phantomProcedurePath,
  phantomProcedureTruthPath,
  phantomTruthPath,
} from './truth/clip.js';
export { shareSeen } from './truth/coverage.js';
export {
  type CoverageTruth,
  CoverageTruthSchema,
  type ProcedureFrame,
  ProcedureFrameSchema,
  type ProcedureTruth,
  ProcedureTruthSchema,
  type SegmentTruth,
  SegmentTruthSchema,
} from './truth/procedure-schema.js';
export {
  type ClipTruth,
  ClipTruthSchema,
  type FrameTruth,
  FrameTruthSchema,
  type LesionTruth,
  LesionTruthSchema,
} from './truth/schema.js';
