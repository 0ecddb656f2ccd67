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
export { type ClockInput, type Clocks, clocks, type PhaseSpan } from './clocks.js';
export { type Evidence, known } from './evidence.js';
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
export {
  bestPhotos,
  PHOTO_PLACES,
  type PhotoCandidate,
  type PhotoChecklist,
  type PhotoChoice,
  type PhotoPlace,
  type PhotoTaken,
  photoChecklist,
} from './photo-list.js';
export { deskStep, mutePrompts, type PromptDesk, promptDesk } from './prompt-desk.js';
export { type Ask, minutes, PROMPTS, type PromptKindSpec, type Severity } from './prompts.js';
export { alarmsOf, type Reminders, remind, reminders } from './reminders.js';
export * from './rules.js';
export { DEFAULT_SETTINGS, type PromptSettings, type SiteSettings, siteSettings } from './site-settings.js';
export type { Situation } from './situation.js';
export { between, type Span, subtract, total, union } from './spans.js';
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
