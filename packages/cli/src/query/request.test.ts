import { parseConfig } from '@alaas/core';
import { expect, test } from 'vitest';
import { buildRequest, featureColumns, parseOption } from './request.ts';

const cwd = '/here';
const pool = { input: '/data' };
const config = parseConfig(
  `
active_learning:
  strategy:
    type: Power
    options: { beta: 2, gamma: 3 }
    model: { name: m, hub: 'file:/m.onnx' }
seed: 7
budget: 12
keep_duplicates: true
`,
  'alaas.yml',
);

test('sends nothing but the pool where the service knows the rest', () => {
  expect(buildRequest(pool, {}, { config: undefined, cwd })).toEqual(pool);
});

test('sends the values of the config', () => {
  expect(buildRequest(pool, {}, { config, cwd })).toMatchObject({
    input: '/data',
    budget: 12,
    seed: 7,
    keepDuplicates: true,
    learner: 'softmax-regression',
    strategy: { type: 'Power', options: { beta: 2, gamma: 3 } },
    model: { name: 'm', hub: 'file:/m.onnx' },
  });
});

test('puts the flags over the config', () => {
  const flags = { budget: 0, seed: 1, strategy: 'random', model: 'hashed-ngrams', labelColumn: 'class' };
  expect(buildRequest(pool, flags, { config, cwd })).toMatchObject({
    budget: 0,
    seed: 1,
    strategy: 'random',
    model: 'hashed-ngrams',
    columns: { label: 'class' },
  });
});

test('names the columns of a table, all or some', () => {
  expect(featureColumns('all')).toBe('all');
  expect(featureColumns('age, work')).toEqual(['age', 'work']);
  const flags = { featureColumns: ['age', 'work'], labelColumn: 'class' };
  expect(buildRequest(pool, flags, { config: undefined, cwd }).columns).toEqual({
    features: ['age', 'work'],
    label: 'class',
  });
});

test("puts options over those of the config's strategy, and not over those of another", () => {
  const option = { beta: 5 };
  expect(buildRequest(pool, { option }, { config, cwd }).strategy).toEqual({
    type: 'Power',
    options: { beta: 5, gamma: 3 },
  });
  expect(buildRequest(pool, { option, strategy: 'Other' }, { config, cwd }).strategy).toEqual({
    type: 'Other',
    options: { beta: 5 },
  });
});

test('puts wrappers in place of those of the config, and leaves those out with another strategy', () => {
  const power = { type: 'power', options: { beta: 2 } };
  const wrapped = { ...config, active_learning: { ...config.active_learning } };
  wrapped.active_learning.strategy = { ...config.active_learning.strategy, wrap: ['seals'] };
  const strategy = (flags: Parameters<typeof buildRequest>[1]) => {
    return buildRequest(pool, flags, { config: wrapped, cwd }).strategy;
  };
  const options = { beta: 2, gamma: 3 };
  expect(strategy({})).toEqual({ type: 'Power', options, wrap: ['seals'] });
  expect(strategy({ wrap: [power] })).toEqual({ type: 'Power', options, wrap: [power] });
  expect(strategy({ strategy: 'Other' })).toBe('Other');
  expect(strategy({ strategy: 'Other', wrap: [power] })).toEqual({ type: 'Other', options: {}, wrap: [power] });
});

test('refuses options and wrappers when no strategy is named anywhere', () => {
  for (const flags of [{ option: { beta: 5 } }, { wrap: [{ type: 'power', options: {} }] }]) {
    expect(() => buildRequest(pool, flags, { config: undefined, cwd })).toThrow(
      expect.objectContaining({ code: 'INVALID_REQUEST' }),
    );
  }
});

test('leaves a dataset its own model unless another is named, and has no columns for it', () => {
  const dataset = { dataset: 'photos' };
  expect(buildRequest(dataset, {}, { config, cwd })).not.toHaveProperty('model');
  expect(buildRequest(dataset, { model: 'x' }, { config, cwd })).toMatchObject({ model: 'x' });
  expect(() => buildRequest(dataset, { idColumn: 'id' }, { config, cwd })).toThrow(
    expect.objectContaining({ code: 'INVALID_REQUEST' }),
  );
});

test.each([
  ['file:models/a.onnx', { name: 'a', hub: 'file:/here/models/a.onnx' }],
  ['/models/b.onnx', { name: 'b', hub: 'file:/models/b.onnx' }],
  ['file:bert', { name: 'bert', hub: 'file:/here/bert' }],
  ['file:///models/c%20d.onnx', { name: 'c%20d', hub: 'file:///models/c%20d.onnx' }],
  ['image-descriptor', 'image-descriptor'],
])('--model %s names %o', (model, sent) => {
  expect(buildRequest(pool, { model }, { config: undefined, cwd }).model).toEqual(sent);
});

test.each([
  ['beta=2.5', { beta: 2.5 }],
  ['on=true', { on: true }],
  ['name=cosine', { name: 'cosine' }],
  ['name="2"', { name: '2' }],
  ['list=[1,2]', { list: [1, 2] }],
  ['formula=a=b', { formula: 'a=b' }],
  ['empty=', { empty: '' }],
])('--option %s is read as %o', (text, options) => {
  expect(parseOption(text, { other: 1 })).toEqual({ other: 1, ...options });
});

test.each(['beta', '=2'])('--option %s is refused', (text) => {
  expect(() => parseOption(text)).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }));
});

test('puts a learner and its training over those of the config', () => {
  const taught = parseConfig('learner: { type: mlp, options: { hidden: 8 } }\ntraining: { keep: 0.25 }', 'alaas.yml');
  const of = (flags: Parameters<typeof buildRequest>[1], given: typeof config | undefined = taught) => {
    const { learner, training } = buildRequest(pool, flags, { config: given, cwd });
    return { learner, training };
  };
  const training = { mode: 'cumulative', keep: 0.25, calibrate: 0, pseudoLabels: false };
  expect(of({})).toEqual({ learner: { type: 'mlp', options: { hidden: 8 } }, training });
  expect(of({ learnerOption: { steps: 5 }, train: { mode: 'incremental' } })).toEqual({
    learner: { type: 'mlp', options: { hidden: 8, steps: 5 } },
    training: { ...training, mode: 'incremental' },
  });
  // options are of one learner, and not of another
  expect(of({ learner: 'k-nearest', learnerOption: { k: 3 } }).learner).toEqual({
    type: 'k-nearest',
    options: { k: 3 },
  });
  const bare = buildRequest(pool, { train: { calibrate: 0.5 } }, { config: undefined, cwd });
  expect(bare).toEqual({ ...pool, training: { calibrate: 0.5 } });
  const alone = () => buildRequest(pool, { learnerOption: { k: 3 } }, { config: undefined, cwd });
  expect(alone).toThrow(/--learner-option belongs to a learner/);
});
