/** Files written whole or not at all, files that only grow, chained journals, locks. The database comes with the research part. */
export { AppendFile } from './append-file.js';
export { canonicalJson, round4, roundNumbers } from './chain/canonical.js';
export { type Chained, hashOf, lineOf, NO_HASH } from './chain/chain.js';
export { type ChainScan, scanChain } from './chain/scan.js';
export { cutTorn } from './chain/torn.js';
export { syncFile, syncFolder } from './durable.js';
export { systemCode, writeError } from './io-error.js';
export { takeLock, withLock } from './lock.js';
export { type AtomicOptions, withAtomicFile, writeFileAtomic } from './write-atomic.js';
