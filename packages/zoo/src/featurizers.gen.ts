// Generated from the files of models/. Do not edit: npm run generate.
import type { Featurizer } from '@alaas/core';
import hashedCellsFeaturizer from './models/hashed-cells.ts';
import hashedNgramsFeaturizer from './models/hashed-ngrams.ts';
import imageDescriptorFeaturizer from './models/image-descriptor.ts';
import logMelStatisticsFeaturizer from './models/log-mel-statistics.ts';
import seriesStatisticsFeaturizer from './models/series-statistics.ts';

/** Every built-in model, in order of file names. */
export const featurizers: readonly Featurizer[] = [
  hashedCellsFeaturizer,
  hashedNgramsFeaturizer,
  imageDescriptorFeaturizer,
  logMelStatisticsFeaturizer,
  seriesStatisticsFeaturizer,
];
