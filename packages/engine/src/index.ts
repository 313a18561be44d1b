export type {
  Access,
  DatasetQuery,
  Engine,
  EngineOptions,
  ManifestFormat,
  Pool,
  ScanReport,
  SignalsQuery,
  Watch,
} from './engine.ts';
export { exportHead, joinHead } from './export-head.ts';
export { openEngine } from './open-engine.ts';
export {
  type Blocks,
  type PoolRequest,
  type PoolSignals,
  type SelectRequest,
  selectPool,
  selectTop,
} from './select/index.ts';
