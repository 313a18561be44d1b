export { type SampleClip, sampleClips } from './datasets/sample-clips.ts';
export { type SampleImage, sampleImages } from './datasets/sample-images.ts';
export { type SampleRow, sampleRows } from './datasets/sample-rows.ts';
export { type SampleSeries, sampleSeries } from './datasets/sample-series.ts';
export { type SampleText, sampleTexts } from './datasets/sample-texts.ts';
export { featurizers, findFeaturizer } from './featurizers.ts';
export {
  defaultStrategy,
  findLearner,
  findStoppingRule,
  findStrategy,
  findWrapper,
  findWraps,
} from './find.ts';
export { type Neighbours, NOBODY, nearestNeighbours } from './geometry/neighbours.ts';
export { alongAxes, principalAxes } from './geometry/principal-axes.ts';
export { type Points, unitPoints } from './geometry/unit-points.ts';
export { calibrate } from './heads/calibrate.ts';
export { checkTraining } from './heads/check-training.ts';
export { type LabelProgram, labelProgram, predictLabels } from './heads/label-heads.ts';
export { linearHead } from './heads/linear-head.ts';
export { predictCommittee, predictProbabilities } from './heads/predict.ts';
export { type PseudoLabels, type PseudoSchedule, pseudoLabels } from './heads/pseudo-labels.ts';
export { learners, stoppingRules, strategies, wrappers } from './registry.gen.ts';
