/** Files written whole or not at all, and files that only grow. The database comes with the research part. */
export { AppendFile } from './append-file.js';
export { syncFolder } from './durable.js';
export { systemCode, writeError } from './io-error.js';
export { type AtomicOptions, withAtomicFile, writeFileAtomic } from './write-atomic.js';
