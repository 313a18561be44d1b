import { createRandom, isAlaasError, matrix, mix, parseOptions } from '@alaas/core';
import { createInterpreter, type LiveHead } from '@alaas/engine';
import { learners, predictProbabilities } from '@alaas/zoo';
import { describe, expect, it } from 'vitest';
import { decodeLiveHead, encodeLiveHead } from './live-head-codec.ts';

const WIDTH = 4;
const compute = createInterpreter();
const embeddings = matrix(
  Float32Array.from({ length: 30 * WIDTH }, (_, i) => mix(1, i) / 2 ** 32 + ((i / WIDTH) % 3 < 1 ? 1 : 0)),
  WIDTH,
);
const classes = ['ä', 'b "quoted"', 'c'];

function fit(learner: (typeof learners)[number], names: readonly string[]) {
  const labels = Int32Array.from({ length: 30 }, (_, row) => row % names.length);
  const random = createRandom(1);
  const options = parseOptions(learner, {});
  return learner.fit({ embeddings, labels, classes: names }, { options, random, compute, checkpoint: () => undefined });
}

describe.each(learners.map((learner) => [learner.id, learner] as const))('a head of %s', (_, learner) => {
  it('is the same after it was stored, bit by bit, and says the same', async () => {
    const head: LiveHead = { kind: 'single', classes, head: await fit(learner, classes) };
    const again = decodeLiveHead(encodeLiveHead(head));
    expect(again).toEqual(head);
    if (again.kind !== 'single') throw new Error('not single');
    const [before, after] = [head.head, again.head].map((one) => predictProbabilities(one, embeddings, compute));
    expect((await after)?.data).toEqual((await before)?.data);
  });

  it('is the same where there is one per label', async () => {
    const one = await fit(learner, ['no', 'yes']);
    const head: LiveHead = { kind: 'multi', classes, heads: [one, one, one] };
    expect(decodeLiveHead(encodeLiveHead(head))).toEqual(head);
  });
});

describe('decodeLiveHead', () => {
  it('refuses what is cut short or something else', async () => {
    const [learner] = learners;
    if (learner === undefined) throw new Error('no learner');
    const bytes = encodeLiveHead({ kind: 'single', classes, head: await fit(learner, classes) });
    for (const broken of [bytes.subarray(0, bytes.length - 4), bytes.subarray(1), new Uint8Array(3)]) {
      expect(() => decodeLiveHead(broken)).toThrow(expect.toSatisfy((error) => isAlaasError(error, 'STORE_CORRUPT')));
    }
  });
});
