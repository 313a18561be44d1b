export { findFeaturizer, findLearner, findStrategy } from './find.ts';
export { featurizers, learners, strategies } from './registry.gen.ts';
