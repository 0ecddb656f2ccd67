/** Learning: what is learnt from, what doctors say of it, and how a new model earns the place of the current one. */
export { alike, type Candidate, choose, describe } from './ask/choose.js';
export { doubtOf } from './ask/doubt.js';
export { AUDIT_FILE, AuditJournal, type AuditVerification, scanAudit } from './audit/journal.js';
export { frameOfId, sayingOf } from './corrections/from-row.js';
export {
  cellsOf,
  csvLine,
  INDEX_COLUMNS,
  type IndexCells,
  indexCells,
  indexLine,
} from './corrections/index-cells.js';
export { frameKey, lastWords, saysNothing } from './corrections/last-word.js';
export { changesOf, changesText, type FrozenChanges } from './frozen/changes.js';
export { type ColourPicture, differenceHash, hashDistance } from './frozen/difference-hash.js';
export {
  cameFromRound,
  type Fingerprint,
  type FrozenSet,
  FrozenSetSchema,
  frozenSetOf,
  frozenSetText,
  JUDGED_SPLITS,
  truthHash,
} from './frozen/frozen-set.js';
export { FrozenLookup, type FrozenMatch, NEAR_BITS } from './frozen/lookup.js';
export { beyondNoise } from './gate/beyond-noise.js';
export { checksOf, comparedOneByOne, LEVEL, MATTERS } from './gate/checks.js';
export { decide, type GateFacts, HEADS, SLOWER } from './gate/gate.js';
export { LEAST, LEAST_GROUPS, LEAST_RARER, type PairedDifference, pairedDifference } from './gate/paired.js';
export type { GateOptions, GateQuantity, Statistic } from './gate/types.js';
export { Duplicates } from './gather/duplicates.js';
export { faultOf } from './gather/fault.js';
export { HashIndex } from './gather/hash-index.js';
export { Pool, type Pooled, surplusOf } from './gather/pool.js';
export { type GateWord, type Ledger, ledgerOf, type ModelHistory } from './registry/ledger.js';
export { isModelName, manifestHash, modelFolderName } from './registry/name.js';
export type { RegisteredModel } from './registry/registered.js';
export { type CurrentModel, ModelRegistry, type RegistryOptions } from './registry/registry.js';
export { ShadowComparison } from './shadow/compare.js';
export {
  SHADOW_DIFFERENCES,
  type ShadowDifference,
  type ShadowFrame,
  type ShadowSight,
  type ShadowSummary,
  ShadowSummarySchema,
} from './shadow/types.js';
export {
  type BootstrapOptions,
  bootstrap,
  type Estimate,
  percentile,
  resample,
  type Weights,
} from './stats/bootstrap.js';
export { seededRandom } from './stats/random.js';
