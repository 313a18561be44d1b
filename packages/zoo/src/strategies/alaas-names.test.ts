import { expect, it } from 'vitest';
import { findStrategy } from '../find.ts';

it.each([
  // its single pass has no votes to count: 1 - p(1)
  ['VarRatioSampling', 'least-confidence'],
  ['BayesianDisagreement', 'bald'],
  ['BALDSampling', 'bald'],
  ['MeanSTDSampling', 'mean-std'],
  ['entropy-dropout', 'consensus-entropy'],
  ['margin-dropout', 'margin-dropout'],
  ['least-confidence-dropout', 'least-confidence-dropout'],
  ['BatchBALD', 'batch-bald'],
])('%s is %s', (name, id) => {
  expect(findStrategy(name).id).toBe(id);
});
