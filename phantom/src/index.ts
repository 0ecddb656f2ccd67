/** The phantom: a rendered colon with known ground truth, for demonstrations and tests. Not a patient. */
export { FIELD_SIDE, Film, type FilmFrame, FPS } from './render/film.js';
export { SCREEN } from './render/screen.js';
export type { Scenario } from './scene/scenario.js';
export { SCENARIOS } from './scene/scenarios.js';
export type { Paris } from './scene/solid.js';
export { WITHDRAWAL } from './scene/withdrawal.js';
export { loadPhantomTruth, phantomClipPath, phantomTruthPath } from './truth/clip.js';
export {
  type ClipTruth,
  ClipTruthSchema,
  type FrameTruth,
  FrameTruthSchema,
  type LesionTruth,
  LesionTruthSchema,
} from './truth/schema.js';
