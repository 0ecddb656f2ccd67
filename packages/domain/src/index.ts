/** The words everyone uses: units, frames, findings, events, messages, and the schemas of all files and wires. */
export * from './errors.js';
export * from './exam.js';
export * from './findings.js';
export * from './frame.js';
export * from './geometry.js';
export * from './index-row.js';
export * from './journal.js';
export * from './learning.js';
export * from './live.js';
export * from './manifest.js';
export * from './picture-embedding.js';
export * from './prediction.js';
export * from './prompt.js';
export * from './quality.js';
export * from './schemas/publish.js';
export * from './segments.js';
export * from './signature.js';
export * from './site-settings.js';
export * from './units.js';
export * from './wall.js';

/** Said wherever it matters. */
export const DISCLAIMER = 'Haustra is for research and evaluation. It is not a cleared medical device.';
