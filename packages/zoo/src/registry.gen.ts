// Generated from the files of strategies/, models/ and learners/. Do not edit: npm run generate.
import type { Featurizer, Learner, Strategy } from '@alaas/core';
import adversarialBimStrategy from './strategies/adversarial-bim.ts';
import adversarialDeepFoolStrategy from './strategies/adversarial-deep-fool.ts';
import alfaMixStrategy from './strategies/alfa-mix.ts';
import badgeStrategy from './strategies/badge.ts';
import balanceStrategy from './strategies/balance.ts';
import baldStrategy from './strategies/bald.ts';
import baseStrategy from './strategies/base.ts';
import batchBalanceStrategy from './strategies/batch-balance.ts';
import batchBaldStrategy from './strategies/batch-bald.ts';
import clueStrategy from './strategies/clue.ts';
import consensusEntropyStrategy from './strategies/consensus-entropy.ts';
import consistencyStrategy from './strategies/consistency.ts';
import dropQueryStrategy from './strategies/drop-query.ts';
import entropyDensityStrategy from './strategies/entropy-density.ts';
import entropyStrategy from './strategies/entropy.ts';
import epigStrategy from './strategies/epig.ts';
import expectedCostStrategy from './strategies/expected-cost.ts';
import expectedGradientLengthStrategy from './strategies/expected-gradient-length.ts';
import falcunStrategy from './strategies/falcun.ts';
import glisterStrategy from './strategies/glister.ts';
import gradMatchStrategy from './strategies/grad-match.ts';
import informationDensityStrategy from './strategies/information-density.ts';
import kCenterGreedyStrategy from './strategies/k-center-greedy.ts';
import kMeansStrategy from './strategies/k-means.ts';
import klDisagreementStrategy from './strategies/kl-disagreement.ts';
import leastConfidenceDropoutStrategy from './strategies/least-confidence-dropout.ts';
import leastConfidenceStrategy from './strategies/least-confidence.ts';
import lightweightCoresetStrategy from './strategies/lightweight-coreset.ts';
import marginConfidenceStrategy from './strategies/margin-confidence.ts';
import marginDropoutStrategy from './strategies/margin-dropout.ts';
import maseStrategy from './strategies/mase.ts';
import meanStdStrategy from './strategies/mean-std.ts';
import randomStrategy from './strategies/random.ts';
import ratioConfidenceStrategy from './strategies/ratio-confidence.ts';
import todStrategy from './strategies/tod.ts';
import typiclustStrategy from './strategies/typiclust.ts';
import variationRatiosStrategy from './strategies/variation-ratios.ts';
import voteEntropyStrategy from './strategies/vote-entropy.ts';
import hashedNgramsFeaturizer from './models/hashed-ngrams.ts';
import imageDescriptorFeaturizer from './models/image-descriptor.ts';
import nearestPrototypeLearner from './learners/nearest-prototype.ts';

/** Every query strategy, in order of file names. */
export const strategies: readonly Strategy[] = [
  adversarialBimStrategy,
  adversarialDeepFoolStrategy,
  alfaMixStrategy,
  badgeStrategy,
  balanceStrategy,
  baldStrategy,
  baseStrategy,
  batchBalanceStrategy,
  batchBaldStrategy,
  clueStrategy,
  consensusEntropyStrategy,
  consistencyStrategy,
  dropQueryStrategy,
  entropyDensityStrategy,
  entropyStrategy,
  epigStrategy,
  expectedCostStrategy,
  expectedGradientLengthStrategy,
  falcunStrategy,
  glisterStrategy,
  gradMatchStrategy,
  informationDensityStrategy,
  kCenterGreedyStrategy,
  kMeansStrategy,
  klDisagreementStrategy,
  leastConfidenceDropoutStrategy,
  leastConfidenceStrategy,
  lightweightCoresetStrategy,
  marginConfidenceStrategy,
  marginDropoutStrategy,
  maseStrategy,
  meanStdStrategy,
  randomStrategy,
  ratioConfidenceStrategy,
  todStrategy,
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
