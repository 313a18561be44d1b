import { Readable } from 'node:stream';
import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { buildSimulation, type SimulateFlags } from './request.ts';

const world = { cwd: '/here', stdin: Readable.from([]) };

function build(flags: SimulateFlags) {
  return buildSimulation(flags, { config: undefined, world });
}

async function faultOf(flags: SimulateFlags): Promise<string> {
  try {
    await build(flags);
  } catch (error) {
    if (isAlaasError(error, 'INVALID_REQUEST')) return error.message;
    throw error;
  }
  return 'none';
}

describe('buildSimulation', () => {
  it('compares the usual strategies on a pool, and leaves the rest to the service', async () => {
    expect(await build({ input: 'sms.tsv', labelColumn: 'label' })).toEqual({
      pool: { input: '/here/sms.tsv', columns: { label: 'label' } },
      strategies: ['random', 'margin-confidence', 'entropy', 'badge'],
    });
  });

  it('takes vectors with their classes, and others to measure on', async () => {
    const flags = { embeddings: 'h.npy', labels: 'y.txt', testEmbeddings: 'file:///t.npy', testLabels: '/t.txt' };
    expect(await build({ ...flags, strategies: 'all' })).toEqual({
      pool: { embeddings: '/here/h.npy', labels: '/here/y.txt' },
      test: { embeddings: 'file:///t.npy', labels: '/t.txt' },
      strategies: 'all',
    });
  });

  it('reads strategies with options and wrappers', async () => {
    const { strategies } = await build({
      dataset: 'd',
      strategies: 'random, entropy',
      strategy: ['prob-cover:delta=0.5,purity=0.9', 'bald+power:beta=2+seals', 'badge'],
    });
    expect(strategies).toEqual([
      'random',
      'entropy',
      { type: 'prob-cover', options: { delta: 0.5, purity: 0.9 } },
      {
        type: 'bald',
        options: {},
        wrap: [
          { type: 'power', options: { beta: 2 } },
          { type: 'seals', options: {} },
        ],
      },
      { type: 'badge', options: {} },
    ]);
  });

  it('reads stopping rules, a learner with options, and seeds as a number or a list', async () => {
    const flags = {
      dataset: 'd',
      learner: 'mlp',
      learnerOption: { hidden: 8 },
      train: { keep: 0 },
      stop: ['kappa-average:rounds=2'],
    };
    expect(await build({ ...flags, seeds: '2' })).toMatchObject({
      learner: { type: 'mlp', options: { hidden: 8 } },
      seeds: [0, 1],
      training: { keep: 0 },
      stopping: [{ rule: 'kappa-average', options: { rounds: 2 } }],
    });
    expect((await build({ ...flags, seeds: '7,3' })).seeds).toEqual([7, 3]);
  });

  it('says which flags do not belong together', async () => {
    expect(await faultOf({})).toMatch(/one way/);
    expect(await faultOf({ input: 'a', dataset: 'd' })).toMatch(/one way/);
    expect(await faultOf({ embeddings: 'h.npy' })).toMatch(/belong together/);
    expect(await faultOf({ dataset: 'd', testDataset: 'e', testShare: 0.5 })).toMatch(/--test-share/);
    expect(await faultOf({ dataset: 'd', seeds: 'few' })).toMatch(/--seeds few/);
    expect(await faultOf({ dataset: 'd', seeds: '0' })).toMatch(/at least 1/);
    expect(await faultOf({ dataset: 'd', strategies: 'all', strategy: ['badge:k=1'] })).toMatch(/all/);
    expect(await faultOf({ dataset: 'd', learnerOption: { k: 1 } })).toMatch(/--learner/);
  });
});
