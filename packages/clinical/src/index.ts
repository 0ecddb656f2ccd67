/** The rules of medicine as data and pure functions: no I/O, no clock, no randomness. */
export { type BbpsResult, type BbpsScore, type BbpsSegments, bbps } from './bbps.js';
export {
  type BbpsReading,
  bbpsReading,
  type CleanBook,
  type CleanSample,
  cleanBook,
  cleanStep,
  NOT_OVERRULED,
  type SegmentScore,
  unscored,
} from './bbps-segments.js';
export {
  type Caecum,
  caecumHeld,
  caecumMap,
  caecumPhase,
  caecumSaid,
  caecumSeen,
  caecumUnknown,
} from './caecum.js';
export { type ClockInput, type Clocks, clocks, type PhaseSpan, withdrawalBegan } from './clocks.js';
export {
  type CoverageFolds,
  type CoverageReading,
  coverageBetween,
  coverageFolds,
  coverageReading,
  type WallFold,
  type WallGap,
} from './coverage.js';
export { type Evidence, known } from './evidence.js';
export { indicators, type QualityFacts } from './indicators.js';
export { type SizeCall, sizeClass } from './lesion-size.js';
export { lesionsOff } from './lesions-off.js';
export {
  type ClockReading,
  clockBegins,
  clockBlind,
  clockCaecumSaid,
  clockCaecumSeen,
  clockPaused,
  clockPhase,
  clockReading,
  clockTo,
  type LiveClock,
  liveClock,
} from './live-clock.js';
export { type OrganLatch, organLatch, organStep } from './organ-latch.js';
export {
  NEXT_PHASES,
  type PhaseKnown,
  type PhaseState,
  phaseMachine,
  phaseSaid,
  phaseStep,
} from './phase-machine.js';
export { type KeptPhoto, photoOf, photoStep, placedPhotos, proposedPhotos } from './photo-book.js';
export {
  bestPhotos,
  type PhotoCandidate,
  type PhotoChecklist,
  type PhotoChoice,
  type PhotoTaken,
  photoChecklist,
} from './photo-list.js';
export {
  CAECUM_PICTURE,
  isPhotoPlace,
  PHOTO_PLACES,
  type PhotoPlace,
  photoPlaces,
  UPPER_PLACES,
} from './photo-places.js';
export { type PhotoScout, photoScout, placesShown, scoutEnd, scoutStep } from './photo-scout.js';
export { deskStep, mutePrompts, type PromptDesk, promptDesk } from './prompt-desk.js';
export { type Ask, minutes, PROMPTS, type PromptKindSpec, type Severity } from './prompts.js';
export { alarmsOf, type Reminders, remind, reminders } from './reminders.js';
export * from './rules.js';
export { scoreSheet } from './score-sheet.js';
export { DEFAULT_SETTINGS, type PromptSettings, type SiteSettings, siteSettings } from './site-settings.js';
export type { Situation } from './situation.js';
export { between, type Span, subtract, total, union } from './spans.js';
export { type WallMap, type WallSample, wallStep } from './wall-map.js';
export {
  NOWHERE,
  type WayEvidence,
  type Whereabouts,
  type WhereReading,
  whereAtCaecum,
  whereCorrected,
  whereLost,
  whereReading,
  whereStep,
  whereTurned,
} from './whereabouts.js';
