import { describe, expect, it } from 'vitest';
import { findStrategy } from '../find.ts';

/** Names of strategies in the type table and the documentation of ALaaS 2022, and of the libraries it drew on. */
const names: [name: string, id: string][] = [
  ['Random', 'random'],
  ['RandomSampling', 'random'],
  ['LeastConfidence', 'least-confidence'],
  ['LeastConfidenceSampling', 'least-confidence'],
  ['MarginConfidence', 'margin-confidence'],
  ['MarginConfidenceSampling', 'margin-confidence'],
  ['MarginSampling', 'margin-confidence'],
  ['RatioConfidence', 'ratio-confidence'],
  ['RatioConfidenceSampling', 'ratio-confidence'],
  ['Entropy', 'entropy'],
  ['EntropySampling', 'entropy'],
  ['EntropyConfidence', 'entropy'],
  // its single pass has no votes to count: 1 - p(1)
  ['VarRatio', 'least-confidence'],
  ['VarRatioSampling', 'least-confidence'],
  ['LeastConfidenceDropout', 'least-confidence-dropout'],
  ['MarginSamplingDropout', 'margin-dropout'],
  ['margin-dropout', 'margin-dropout'],
  ['EntropySamplingDropout', 'consensus-entropy'],
  ['entropy-dropout', 'consensus-entropy'],
  ['BayesianDisagreement', 'bald'],
  ['BALD', 'bald'],
  ['BALDDropout', 'bald'],
  ['BALDSampling', 'bald'],
  ['BatchBALD', 'batch-bald'],
  ['MeanSTD', 'mean-std'],
  ['MeanSTDSampling', 'mean-std'],
  ['KMeans', 'k-means'],
  ['KMeansSampling', 'k-means'],
  ['KCenter', 'k-center-greedy'],
  ['KCenterGreedy', 'k-center-greedy'],
  ['KCenterGreedySampling', 'k-center-greedy'],
  ['KCenterSampling', 'k-center-greedy'],
  ['CoreSet', 'k-center-greedy'],
  ['CoreSetSampling', 'k-center-greedy'],
  ['Badge', 'badge'],
  ['BadgeSampling', 'badge'],
  ['DeepFool', 'adversarial-deep-fool'],
  ['AdversarialBIM', 'adversarial-bim'],
];

it.each(names)('%s is %s', (name, id) => {
  expect(findStrategy(name).id).toBe(id);
});

describe('a name is the strategy that it says', () => {
  it('BadgeSampling reads gradients, and is no copy of least confidence', () => {
    expect(findStrategy('BadgeSampling').kind).toBe('selector');
    expect(findStrategy('BadgeSampling').needs).toEqual(['probabilities', 'embeddings']);
  });

  it.each(['KMeansSampling', 'KCenterSampling', 'CoreSet'])('%s reads embeddings, not the softmax', (name) => {
    expect(findStrategy(name).needs).toEqual(['embeddings']);
  });

  it.each([
    'BayesianDisagreement',
    'MeanSTDSampling',
    'LeastConfidenceDropout',
    'MarginSamplingDropout',
    'EntropySamplingDropout',
  ])('%s asks for the passes of a committee, not for one', (name) => {
    expect(findStrategy(name).needs).toEqual(['committee']);
  });

  it('DeepFool reads the head whose boundaries it measures', () => {
    expect(findStrategy('DeepFool').needs).toEqual(['embeddings', 'head']);
  });
});
