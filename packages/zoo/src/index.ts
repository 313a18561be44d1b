export { type SampleImage, sampleImages } from './datasets/sample-images.ts';
export { type SampleText, sampleTexts } from './datasets/sample-texts.ts';
export { defaultStrategy, findFeaturizer, findLearner, findStrategy, findWrapper, findWraps } from './find.ts';
export { featurizers, learners, strategies, wrappers } from './registry.gen.ts';
