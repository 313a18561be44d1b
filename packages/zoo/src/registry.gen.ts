// Generated from the files of strategies/, models/ and learners/. Do not edit: npm run generate.
import type { Featurizer, Learner, Strategy } from '@alaas/core';
import entropyStrategy from './strategies/entropy.ts';
import leastConfidenceStrategy from './strategies/least-confidence.ts';
import marginConfidenceStrategy from './strategies/margin-confidence.ts';
import randomStrategy from './strategies/random.ts';
import ratioConfidenceStrategy from './strategies/ratio-confidence.ts';
import hashedNgramsFeaturizer from './models/hashed-ngrams.ts';
import imageDescriptorFeaturizer from './models/image-descriptor.ts';
import nearestPrototypeLearner from './learners/nearest-prototype.ts';

/** Every query strategy, in order of file names. */
export const strategies: readonly Strategy[] = [
  entropyStrategy,
  leastConfidenceStrategy,
  marginConfidenceStrategy,
  randomStrategy,
  ratioConfidenceStrategy,
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
