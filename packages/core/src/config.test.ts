import { describe, expect, it } from 'vitest';
import type { Fault } from './check.ts';
import { parseConfig } from './config.ts';
import { type AlaasError, isAlaasError } from './errors.ts';

function faultsOf(text: string): { error: AlaasError; faults: Fault[] } {
  try {
    parseConfig(text, 'alaas.yml');
  } catch (error) {
    if (isAlaasError(error, 'INVALID_CONFIG')) return { error, faults: error.details as Fault[] };
    throw error;
  }
  throw new Error('the config was accepted');
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return isAlaasError(error) ? error.code : String(error);
  }
  return 'no error';
}

describe('parseConfig', () => {
  it('takes a file in the form of ALaaS 2022 as it is', () => {
    const config = parseConfig(
      `
name: "IMG_CLASSIFICATION"
version: 0.1
active_learning:
  strategy:
    type: "LeastConfidence"
    model:
      name: "resnet18"
      hub: "pytorch/vision:v0.10.0"
      batch_size: 1
      device: "cpu"
  al_worker:
    protocol: "http"
    host: "0.0.0.0"
    port: 60035
    replicas: 1
`,
      'example.yml',
    );
    expect(config.active_learning.strategy.type).toBe('LeastConfidence');
    expect(config.active_learning.strategy.model?.hub).toBe('pytorch/vision:v0.10.0');
    expect(config.active_learning.al_worker.replicas).toBe(1);
  });

  it('takes the text form with tokenizer and task', () => {
    const config = parseConfig(
      'active_learning: { strategy: { type: EntropySampling, model: { name: m, hub: huggingface/pytorch-transformers, model: bert-base, tokenizer: bert-base, task: text-classification } } }',
      'x.yml',
    );
    expect(config.active_learning.strategy.model?.task).toBe('text-classification');
  });

  it('fills every default for an empty file', () => {
    const config = parseConfig('', 'empty.yml');
    expect(config.active_learning.al_worker).toEqual({
      protocol: 'http',
      host: '127.0.0.1',
      port: 60035,
      replicas: 'auto',
    });
    expect(config.budget).toBe(100);
    expect(config.limits.max_pixels).toBe(50_000_000);
  });

  it('lists all problems at once, with paths, and the nearest known key', () => {
    const { error, faults } = faultsOf(`
budgett: 5
seed: -1
active_learning:
  strategy:
    typ: Random
    model: { name: m, input: { sizes: [1, 2] } }
  al_worker: { port: 70000 }
`);
    expect(faults.map(({ path }) => path).sort()).toEqual([
      'active_learning.al_worker.port',
      'active_learning.strategy.model.input.sizes',
      'active_learning.strategy.typ',
      'budgett',
      'seed',
    ]);
    expect(error.message).toContain('5 problems in alaas.yml');
    expect(error.message).toContain('budgett: unknown key; did you mean "budget"?');
    expect(error.message).toContain('active_learning.strategy.typ: unknown key; did you mean "type"?');
    expect(error.message).toContain('sizes: unknown key; did you mean "size"?');
  });

  it('takes the URL of a PostgreSQL database, and does not say again what else was written', () => {
    const url = 'postgres://ann:secret@db.example:5432/labels';
    expect(parseConfig(`database: ${url}`, 'x.yml').database).toBe(url);
    expect(parseConfig('database: postgresql://db.example/labels', 'x.yml').database).toMatch(/^postgresql:/);
    expect(parseConfig('', 'x.yml').database).toBeUndefined();
    const { error } = faultsOf('database: mysql://ann:secret@db.example/labels');
    expect(error.message).toContain('database: write it as postgres://user:password@host:5432/name');
    expect(JSON.stringify([error.message, error.details])).not.toContain('secret');
  });

  it('tells what is wrong inside a value that may have several forms', () => {
    const { faults } = faultsOf(
      'active_learning: { strategy: { model: { name: m, batch_size: 0, input: { mean: [1, x] } } } }',
    );
    const model = 'active_learning.strategy.model';
    expect(faults.map(({ path }) => path)).toEqual([`${model}.batch_size`, `${model}.input.mean[1]`]);
    expect(faults.map(({ message }) => message).join()).not.toContain('invalid input,');
  });

  it('says where YAML breaks off', () => {
    expect(() => parseConfig('a: [1, 2', 'broken.yml')).toThrow(/broken.yml is not valid YAML: .*line 1/);
  });

  it('refuses a key given twice and an alias bomb', () => {
    expect(() => parseConfig('seed: 1\nseed: 2', 'twice.yml')).toThrow(/unique/);
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c, *c]`;
    expect(codeOf(() => parseConfig(bomb, 'bomb.yml'))).toBe('INVALID_CONFIG');
  });
});
