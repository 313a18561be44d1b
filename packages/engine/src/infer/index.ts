export { findBatchSize } from './find-batch-size.ts';
export type { LoadedModel, LocatedModel } from './model-backend.ts';
export { loadModel, locateModel } from './models.ts';
