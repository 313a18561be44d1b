// Generated from the files of strategies/, wrappers/, learners/ and stopping/. Do not edit: npm run generate.
import type { Learner, StoppingRule, Strategy, Wrapper } from '@alaas/core';
import adaptiveMultiLabelStrategy from './strategies/adaptive-multi-label.ts';
import adversarialBimStrategy from './strategies/adversarial-bim.ts';
import adversarialDeepFoolStrategy from './strategies/adversarial-deep-fool.ts';
import alfaMixStrategy from './strategies/alfa-mix.ts';
import badgeStrategy from './strategies/badge.ts';
import baitStrategy from './strategies/bait.ts';
import balanceStrategy from './strategies/balance.ts';
import balancingStrategy from './strategies/balancing.ts';
import baldStrategy from './strategies/bald.ts';
import baseStrategy from './strategies/base.ts';
import batchBalanceStrategy from './strategies/batch-balance.ts';
import batchBaldStrategy from './strategies/batch-bald.ts';
import binMinStrategy from './strategies/bin-min.ts';
import binaryEntropyStrategy from './strategies/binary-entropy.ts';
import clueStrategy from './strategies/clue.ts';
import clusterMarginStrategy from './strategies/cluster-margin.ts';
import coldStartStrategy from './strategies/cold-start.ts';
import consensusEntropyStrategy from './strategies/consensus-entropy.ts';
import consistencyStrategy from './strategies/consistency.ts';
import contrastiveStrategy from './strategies/contrastive.ts';
import coreSetPcaStrategy from './strategies/core-set-pca.ts';
import cvirsStrategy from './strategies/cvirs.ts';
import dcomStrategy from './strategies/dcom.ts';
import densityWeightedUncertaintyStrategy from './strategies/density-weighted-uncertainty.ts';
import discriminativeStrategy from './strategies/discriminative.ts';
import diverseMiniBatchStrategy from './strategies/diverse-mini-batch.ts';
import dropQueryStrategy from './strategies/drop-query.ts';
import entropyDensityStrategy from './strategies/entropy-density.ts';
import entropyStrategy from './strategies/entropy.ts';
import epigStrategy from './strategies/epig.ts';
import expectedCostStrategy from './strategies/expected-cost.ts';
import expectedGradientLengthStrategy from './strategies/expected-gradient-length.ts';
import facilityLocationStrategy from './strategies/facility-location.ts';
import falcunStrategy from './strategies/falcun.ts';
import fassStrategy from './strategies/fass.ts';
import featureReconstructionErrorStrategy from './strategies/feature-reconstruction-error.ts';
import glisterStrategy from './strategies/glister.ts';
import gradMatchStrategy from './strategies/grad-match.ts';
import graphCutStrategy from './strategies/graph-cut.ts';
import graphDensityStrategy from './strategies/graph-density.ts';
import greedyInputTargetStrategy from './strategies/greedy-input-target.ts';
import greedyTargetStrategy from './strategies/greedy-target.ts';
import gsxStrategy from './strategies/gsx.ts';
import informationDensityStrategy from './strategies/information-density.ts';
import informativeDiverseStrategy from './strategies/informative-diverse.ts';
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
import maseStrategy from './strategies/mase.ts';
import meanStdStrategy from './strategies/mean-std.ts';
import mmcStrategy from './strategies/mmc.ts';
import multiCriteriaStrategy from './strategies/multi-criteria.ts';
import predictionStdStrategy from './strategies/prediction-std.ts';
import probCoverStrategy from './strategies/prob-cover.ts';
import prototypeMarginStrategy from './strategies/prototype-margin.ts';
import randomStrategy from './strategies/random.ts';
import rankedBatchStrategy from './strategies/ranked-batch.ts';
import ratioConfidenceStrategy from './strategies/ratio-confidence.ts';
import scalSimilarityStrategy from './strategies/scal-similarity.ts';
import similarStrategy from './strategies/similar.ts';
import sparseApproximationStrategy from './strategies/sparse-approximation.ts';
import todStrategy from './strategies/tod.ts';
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
import bootstrapCommitteeLearner from './learners/bootstrap-committee.ts';
import kNearestLearner from './learners/k-nearest.ts';
import mlpLearner from './learners/mlp.ts';
import nearestPrototypeLearner from './learners/nearest-prototype.ts';
import softmaxRegressionLearner from './learners/softmax-regression.ts';
import classificationChangeStoppingRule from './stopping/classification-change.ts';
import costLimitStoppingRule from './stopping/cost-limit.ts';
import deltaFStoppingRule from './stopping/delta-f.ts';
import forecastGainStoppingRule from './stopping/forecast-gain.ts';
import forecastUnreachableStoppingRule from './stopping/forecast-unreachable.ts';
import kappaAverageStoppingRule from './stopping/kappa-average.ts';
import labelBudgetStoppingRule from './stopping/label-budget.ts';
import maxRoundsStoppingRule from './stopping/max-rounds.ts';
import metricPlateauStoppingRule from './stopping/metric-plateau.ts';
import overallUncertaintyStoppingRule from './stopping/overall-uncertainty.ts';
import poolShareStoppingRule from './stopping/pool-share.ts';
import targetMetricStoppingRule from './stopping/target-metric.ts';
import varianceSurgeStoppingRule from './stopping/variance-surge.ts';
import wallTimeStoppingRule from './stopping/wall-time.ts';

/** Every query strategy, in order of file names. */
export const strategies: readonly Strategy[] = [
  adaptiveMultiLabelStrategy,
  adversarialBimStrategy,
  adversarialDeepFoolStrategy,
  alfaMixStrategy,
  badgeStrategy,
  baitStrategy,
  balanceStrategy,
  balancingStrategy,
  baldStrategy,
  baseStrategy,
  batchBalanceStrategy,
  batchBaldStrategy,
  binMinStrategy,
  binaryEntropyStrategy,
  clueStrategy,
  clusterMarginStrategy,
  coldStartStrategy,
  consensusEntropyStrategy,
  consistencyStrategy,
  contrastiveStrategy,
  coreSetPcaStrategy,
  cvirsStrategy,
  dcomStrategy,
  densityWeightedUncertaintyStrategy,
  discriminativeStrategy,
  diverseMiniBatchStrategy,
  dropQueryStrategy,
  entropyDensityStrategy,
  entropyStrategy,
  epigStrategy,
  expectedCostStrategy,
  expectedGradientLengthStrategy,
  facilityLocationStrategy,
  falcunStrategy,
  fassStrategy,
  featureReconstructionErrorStrategy,
  glisterStrategy,
  gradMatchStrategy,
  graphCutStrategy,
  graphDensityStrategy,
  greedyInputTargetStrategy,
  greedyTargetStrategy,
  gsxStrategy,
  informationDensityStrategy,
  informativeDiverseStrategy,
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
  maseStrategy,
  meanStdStrategy,
  mmcStrategy,
  multiCriteriaStrategy,
  predictionStdStrategy,
  probCoverStrategy,
  prototypeMarginStrategy,
  randomStrategy,
  rankedBatchStrategy,
  ratioConfidenceStrategy,
  scalSimilarityStrategy,
  similarStrategy,
  sparseApproximationStrategy,
  todStrategy,
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

/** Every learner, in order of file names. */
export const learners: readonly Learner[] = [
  bootstrapCommitteeLearner,
  kNearestLearner,
  mlpLearner,
  nearestPrototypeLearner,
  softmaxRegressionLearner,
];

/** Every stopping rule, in order of file names. */
export const stoppingRules: readonly StoppingRule[] = [
  classificationChangeStoppingRule,
  costLimitStoppingRule,
  deltaFStoppingRule,
  forecastGainStoppingRule,
  forecastUnreachableStoppingRule,
  kappaAverageStoppingRule,
  labelBudgetStoppingRule,
  maxRoundsStoppingRule,
  metricPlateauStoppingRule,
  overallUncertaintyStoppingRule,
  poolShareStoppingRule,
  targetMetricStoppingRule,
  varianceSurgeStoppingRule,
  wallTimeStoppingRule,
];
