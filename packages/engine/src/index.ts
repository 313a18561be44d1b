export type { Access, DatasetQuery, Engine, EngineOptions, ManifestFormat, Pool, ScanReport, Watch } from './engine.ts';
export { openEngine } from './open-engine.ts';
export { type Blocks, type SelectRequest, selectTop } from './select/index.ts';
