import { expect, it } from 'vitest';
import { findStrategy } from '../find.ts';

it.each([
  // scikit-activeml
  ['ProbCover', 'prob-cover'],
  ['GreedySamplingX', 'gsx'],
  ['DiscriminativeAL', 'discriminative'],
  // small-text
  ['GreedyCoreset', 'k-center-greedy'],
  ['EmbeddingKMeans', 'k-means'],
  ['DiscriminativeActiveLearning', 'discriminative'],
  // DeepAL+
  ['KCenterGreedyPCA', 'core-set-pca'],
  // DISTIL
  ['FacilityLocation', 'facility-location'],
  ['GraphCut', 'graph-cut'],
  ['DisparityMin', 'k-center-greedy'],
  // the papers' own
  ['DCoM', 'dcom'],
  ['ClusterMargin', 'cluster-margin'],
  ['CSVAL', 'cold-start'],
  // ALiPy and Google's playground
  ['GraphDensitySampler', 'graph-density'],
  ['InformativeClusterDiverse', 'informative-diverse'],
])('%s is %s', (name, id) => {
  expect(findStrategy(name).id).toBe(id);
});
