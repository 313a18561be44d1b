export { type SampleImage, sampleImages } from './datasets/sample-images.ts';
export { type SampleText, sampleTexts } from './datasets/sample-texts.ts';
export { defaultStrategy, findFeaturizer, findLearner, findStoppingRule, findStrategy } from './find.ts';
export { featurizers, learners, stoppingRules, strategies } from './registry.gen.ts';
