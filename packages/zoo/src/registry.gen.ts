// Generated from the files of strategies/, wrappers/, models/ and learners/. Do not edit: npm run generate.
import type { Featurizer, Learner, Strategy, Wrapper } from '@alaas/core';
import adaptiveMultiLabelStrategy from './strategies/adaptive-multi-label.ts';
import badgeStrategy from './strategies/badge.ts';
import baldStrategy from './strategies/bald.ts';
import batchBaldStrategy from './strategies/batch-bald.ts';
import binMinStrategy from './strategies/bin-min.ts';
import binaryEntropyStrategy from './strategies/binary-entropy.ts';
import clueStrategy from './strategies/clue.ts';
import consensusEntropyStrategy from './strategies/consensus-entropy.ts';
import cvirsStrategy from './strategies/cvirs.ts';
import entropyDensityStrategy from './strategies/entropy-density.ts';
import entropyStrategy from './strategies/entropy.ts';
import expectedCostStrategy from './strategies/expected-cost.ts';
import expectedGradientLengthStrategy from './strategies/expected-gradient-length.ts';
import falcunStrategy from './strategies/falcun.ts';
import greedyInputTargetStrategy from './strategies/greedy-input-target.ts';
import greedyTargetStrategy from './strategies/greedy-target.ts';
import informationDensityStrategy from './strategies/information-density.ts';
import jointLeastConfidenceStrategy from './strategies/joint-least-confidence.ts';
import jointMarginStrategy from './strategies/joint-margin.ts';
import kCenterGreedyStrategy from './strategies/k-center-greedy.ts';
import kMeansStrategy from './strategies/k-means.ts';
import klDisagreementStrategy from './strategies/kl-disagreement.ts';
import labelCardinalityInconsistencyStrategy from './strategies/label-cardinality-inconsistency.ts';
import leastConfidenceDropoutStrategy from './strategies/least-confidence-dropout.ts';
import leastConfidenceStrategy from './strategies/least-confidence.ts';
import lightweightCoresetStrategy from './strategies/lightweight-coreset.ts';
import marginConfidenceStrategy from './strategies/margin-confidence.ts';
import marginDropoutStrategy from './strategies/margin-dropout.ts';
import meanStdStrategy from './strategies/mean-std.ts';
import mmcStrategy from './strategies/mmc.ts';
import predictionStdStrategy from './strategies/prediction-std.ts';
import randomStrategy from './strategies/random.ts';
import ratioConfidenceStrategy from './strategies/ratio-confidence.ts';
import typiclustStrategy from './strategies/typiclust.ts';
import variationRatiosStrategy from './strategies/variation-ratios.ts';
import voteEntropyStrategy from './strategies/vote-entropy.ts';
import anchorSubsetWrapper from './wrappers/anchor-subset.ts';
import classBalanceWrapper from './wrappers/class-balance.ts';
import partitionedWrapper from './wrappers/partitioned.ts';
import perCostWrapper from './wrappers/per-cost.ts';
import powerWrapper from './wrappers/power.ts';
import randomSubsetWrapper from './wrappers/random-subset.ts';
import sealsWrapper from './wrappers/seals.ts';
import softRankWrapper from './wrappers/soft-rank.ts';
import softmaxWrapper from './wrappers/softmax.ts';
import hashedNgramsFeaturizer from './models/hashed-ngrams.ts';
import imageDescriptorFeaturizer from './models/image-descriptor.ts';
import nearestPrototypeLearner from './learners/nearest-prototype.ts';

/** Every query strategy, in order of file names. */
export const strategies: readonly Strategy[] = [
  adaptiveMultiLabelStrategy,
  badgeStrategy,
  baldStrategy,
  batchBaldStrategy,
  binMinStrategy,
  binaryEntropyStrategy,
  clueStrategy,
  consensusEntropyStrategy,
  cvirsStrategy,
  entropyDensityStrategy,
  entropyStrategy,
  expectedCostStrategy,
  expectedGradientLengthStrategy,
  falcunStrategy,
  greedyInputTargetStrategy,
  greedyTargetStrategy,
  informationDensityStrategy,
  jointLeastConfidenceStrategy,
  jointMarginStrategy,
  kCenterGreedyStrategy,
  kMeansStrategy,
  klDisagreementStrategy,
  labelCardinalityInconsistencyStrategy,
  leastConfidenceDropoutStrategy,
  leastConfidenceStrategy,
  lightweightCoresetStrategy,
  marginConfidenceStrategy,
  marginDropoutStrategy,
  meanStdStrategy,
  mmcStrategy,
  predictionStdStrategy,
  randomStrategy,
  ratioConfidenceStrategy,
  typiclustStrategy,
  variationRatiosStrategy,
  voteEntropyStrategy,
];

/** Every wrapper, in order of file names. */
export const wrappers: readonly Wrapper[] = [
  anchorSubsetWrapper,
  classBalanceWrapper,
  partitionedWrapper,
  perCostWrapper,
  powerWrapper,
  randomSubsetWrapper,
  sealsWrapper,
  softRankWrapper,
  softmaxWrapper,
];

/** Every built-in model, in order of file names. */
export const featurizers: readonly Featurizer[] = [
  hashedNgramsFeaturizer,
  imageDescriptorFeaturizer,
];

/** Every learner, in order of file names. */
export const learners: readonly Learner[] = [
  nearestPrototypeLearner,
];
