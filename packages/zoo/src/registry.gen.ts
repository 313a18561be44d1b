// Generated from the files of strategies/, models/ and learners/. Do not edit: npm run generate.
import type { Featurizer, Learner, Strategy } from '@alaas/core';
import badgeStrategy from './strategies/badge.ts';
import baldStrategy from './strategies/bald.ts';
import batchBaldStrategy from './strategies/batch-bald.ts';
import clueStrategy from './strategies/clue.ts';
import clusterMarginStrategy from './strategies/cluster-margin.ts';
import coldStartStrategy from './strategies/cold-start.ts';
import consensusEntropyStrategy from './strategies/consensus-entropy.ts';
import coreSetPcaStrategy from './strategies/core-set-pca.ts';
import dcomStrategy from './strategies/dcom.ts';
import discriminativeStrategy from './strategies/discriminative.ts';
import entropyDensityStrategy from './strategies/entropy-density.ts';
import entropyStrategy from './strategies/entropy.ts';
import expectedCostStrategy from './strategies/expected-cost.ts';
import expectedGradientLengthStrategy from './strategies/expected-gradient-length.ts';
import facilityLocationStrategy from './strategies/facility-location.ts';
import falcunStrategy from './strategies/falcun.ts';
import graphCutStrategy from './strategies/graph-cut.ts';
import graphDensityStrategy from './strategies/graph-density.ts';
import gsxStrategy from './strategies/gsx.ts';
import informationDensityStrategy from './strategies/information-density.ts';
import informativeDiverseStrategy from './strategies/informative-diverse.ts';
import kCenterGreedyStrategy from './strategies/k-center-greedy.ts';
import kMeansStrategy from './strategies/k-means.ts';
import klDisagreementStrategy from './strategies/kl-disagreement.ts';
import leastConfidenceDropoutStrategy from './strategies/least-confidence-dropout.ts';
import leastConfidenceStrategy from './strategies/least-confidence.ts';
import lightweightCoresetStrategy from './strategies/lightweight-coreset.ts';
import marginConfidenceStrategy from './strategies/margin-confidence.ts';
import marginDropoutStrategy from './strategies/margin-dropout.ts';
import meanStdStrategy from './strategies/mean-std.ts';
import probCoverStrategy from './strategies/prob-cover.ts';
import randomStrategy from './strategies/random.ts';
import ratioConfidenceStrategy from './strategies/ratio-confidence.ts';
import typiclustStrategy from './strategies/typiclust.ts';
import variationRatiosStrategy from './strategies/variation-ratios.ts';
import voteEntropyStrategy from './strategies/vote-entropy.ts';
import hashedNgramsFeaturizer from './models/hashed-ngrams.ts';
import imageDescriptorFeaturizer from './models/image-descriptor.ts';
import nearestPrototypeLearner from './learners/nearest-prototype.ts';

/** Every query strategy, in order of file names. */
export const strategies: readonly Strategy[] = [
  badgeStrategy,
  baldStrategy,
  batchBaldStrategy,
  clueStrategy,
  clusterMarginStrategy,
  coldStartStrategy,
  consensusEntropyStrategy,
  coreSetPcaStrategy,
  dcomStrategy,
  discriminativeStrategy,
  entropyDensityStrategy,
  entropyStrategy,
  expectedCostStrategy,
  expectedGradientLengthStrategy,
  facilityLocationStrategy,
  falcunStrategy,
  graphCutStrategy,
  graphDensityStrategy,
  gsxStrategy,
  informationDensityStrategy,
  informativeDiverseStrategy,
  kCenterGreedyStrategy,
  kMeansStrategy,
  klDisagreementStrategy,
  leastConfidenceDropoutStrategy,
  leastConfidenceStrategy,
  lightweightCoresetStrategy,
  marginConfidenceStrategy,
  marginDropoutStrategy,
  meanStdStrategy,
  probCoverStrategy,
  randomStrategy,
  ratioConfidenceStrategy,
  typiclustStrategy,
  variationRatiosStrategy,
  voteEntropyStrategy,
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
