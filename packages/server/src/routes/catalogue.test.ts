import {
  modelSummarySchema,
  stoppingRuleSummarySchema,
  strategySummarySchema,
  wrapperSummarySchema,
} from '@alaas/core';
import { stoppingRules, strategies, wrappers } from '@alaas/zoo';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

let service: TestApp;

beforeEach(async () => {
  service = await createTestApp({
    yaml: 'active_learning: { strategy: { model: { name: mine, hub: "file:/home/someone/secret/mine.onnx" } } }',
  });
});

afterEach(() => service.app.close());

describe('the catalogue', () => {
  it('lists every strategy of the registry with the schema of its options', async () => {
    const { json } = await service.call('GET', '/v1/strategies');
    const list = strategySummarySchema.array().parse(json);
    expect(list.map(({ id }) => id)).toEqual(strategies.map(({ id }) => id));
    expect(list[0]?.options).toMatchObject({ type: 'object', additionalProperties: false });
  });

  it('lists every stopping rule of the registry with the schema of its options', async () => {
    const { json } = await service.call('GET', '/v1/stopping-rules');
    const list = stoppingRuleSummarySchema.array().parse(json);
    expect(list.map(({ id }) => id)).toEqual(stoppingRules.map(({ id }) => id));
    expect(list.find(({ id }) => id === 'label-budget')?.options).toMatchObject({ type: 'object' });
  });

  it('finds a strategy by alias, or names the nearest', async () => {
    expect((await service.call('GET', '/v1/strategies/LeastConfidence')).json.id).toBe('least-confidence');
    const missing = await service.call('GET', '/v1/strategies/entropi');
    expect({ status: missing.status, code: missing.json.code }).toEqual({ status: 404, code: 'UNKNOWN_STRATEGY' });
    expect(missing.json.detail).toContain('Did you mean');
  });

  it('lists every wrapper of the registry, and finds one by alias or names the nearest', async () => {
    const { json } = await service.call('GET', '/v1/wrappers');
    const list = wrapperSummarySchema.array().parse(json);
    expect(list.map(({ id, kind }) => [id, kind])).toEqual(wrappers.map(({ id, kind }) => [id, kind]));
    expect(list.find(({ id }) => id === 'power')?.options).toMatchObject({ properties: { beta: { default: 1 } } });
    expect((await service.call('GET', '/v1/wrappers/PowerBALD')).json.id).toBe('power');
    const missing = await service.call('GET', '/v1/wrappers/seal');
    expect({ status: missing.status, code: missing.json.code }).toEqual({ status: 404, code: 'UNKNOWN_WRAPPER' });
    expect(missing.json.detail).toContain('Did you mean "seals"?');
  });

  it('lists the config’s model first, without the folder it lies in, then the built-in ones', async () => {
    const { json, text } = await service.call('GET', '/v1/models');
    const models = modelSummarySchema.array().parse(json);
    expect(models.map(({ name, configured }) => [name, configured])).toEqual([
      ['mine', true],
      ['hashed-cells', false],
      ['hashed-ngrams', false],
      ['image-descriptor', false],
      ['log-mel-statistics', false],
      ['series-statistics', false],
    ]);
    expect(models[0]?.hub).toBe('file:mine.onnx');
    expect(text).not.toContain('someone');
  });

  it('lists learners', async () => {
    const { json } = await service.call('GET', '/v1/learners');
    expect(json.map(({ id }: { id: string }) => id)).toContain('nearest-prototype');
  });
});
