/** The rules of medicine as data and pure functions: no I/O, no clock, no randomness. */
export { type BbpsResult, type BbpsScore, type BbpsSegments, bbps } from './bbps.js';
export { type ClockInput, type Clocks, clocks, type PhaseSpan } from './clocks.js';
export type { Evidence } from './evidence.js';
export { lesionsOff } from './lesions-off.js';
export { type OrganLatch, organLatch, organStep } from './organ-latch.js';
export { type PhaseState, phaseMachine, phaseStep } from './phase-machine.js';
export * from './rules.js';
export { between, type Span, subtract, total, union } from './spans.js';
