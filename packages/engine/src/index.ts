export { AskedThread } from './asked-thread.ts';
export { createInterpreter } from './compute/index.ts';
export type {
  Access,
  DatasetItem,
  DatasetQuery,
  Engine,
  EngineOptions,
  HeadFile,
  InspectQuery,
  ItemContent,
  LabelledPool,
  ManifestFormat,
  Pool,
  ScanReport,
  SignalsQuery,
  SimulationQuery,
  Upload,
  Watch,
} from './engine.ts';
export { exportHead, joinHead } from './export-head.ts';
export type {
  LayoutAsk,
  LayoutKind,
  LiveAsk,
  LiveContent,
  LiveHead,
  LiveItem,
  LivePool,
  LiveRanking,
  LiveScores,
  LiveTraining,
  PredictWatch,
  TeachingAnswer,
} from './live-pool.ts';
export { openEngine } from './open-engine.ts';
export { type Outgoing, openOutgoing } from './outgoing.ts';
export {
  type Blocks,
  type PoolRequest,
  type PoolSignals,
  type SelectRequest,
  selectPool,
  selectTop,
} from './select/index.ts';
export { inlineUri } from './source/index.ts';
