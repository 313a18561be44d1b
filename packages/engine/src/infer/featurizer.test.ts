import type { Featurizer } from '@alaas/core';
import { featurizers } from '@alaas/zoo';
import { expect, test } from 'vitest';
import { loadModel } from './index.ts';
import { failure, locateIn } from './tiny-models.fixture.ts';

const cpu = { threads: 1, device: 'cpu' } as const;

function ofModality<M extends Featurizer['modality']>(modality: M): Featurizer & { modality: M } {
  const found = featurizers.find((featurizer) => featurizer.modality === modality);
  if (found === undefined) throw new Error(`the zoo has no ${modality} featurizer`);
  return found as Featurizer & { modality: M };
}

test('a text featurizer embeds each text of a batch', async () => {
  const { id, width, embed } = ofModality('text');
  const located = await locateIn('.', { name: id });
  expect(located.kind).toBe('featurizer');
  const { backend, modality } = await loadModel(located, cpu);
  expect(modality).toBe('text');
  expect(backend.widths).toEqual({ embedding: width, probabilities: 0 });
  const { embeddings } = await backend.run({ kind: 'text', texts: ['one', 'two words'] });
  expect(embeddings?.data).toEqual(new Float32Array([...embed('one'), ...embed('two words')]));
  await backend.close();
});

test('an image featurizer says which size it wants and embeds pixels', async () => {
  const { id, size, embed } = ofModality('image');
  const { backend, modality, pixels } = await loadModel(await locateIn('.', { name: id }), cpu);
  expect([modality, pixels]).toEqual(['image', size]);
  const [height, width] = size;
  const data = Uint8Array.from({ length: height * width * 3 }, (_, i) => (i * 7) % 256);
  const { embeddings } = await backend.run({ kind: 'pixels', images: [{ data, width, height }] });
  expect(embeddings?.data).toEqual(embed({ data, width, height }));
  await backend.close();
});

test('a name of ours may stand for a model of the zoo', async () => {
  const { id } = ofModality('text');
  const plain = await locateIn('.', { name: id });
  const named = await locateIn('.', { name: 'mine', hub: 'zoo', model: id });
  expect(named.digest).toBe(plain.digest);
});

test('a batch of the other kind is refused', async () => {
  const { backend } = await loadModel(await locateIn('.', { name: ofModality('text').id }), cpu);
  await failure(backend.run({ kind: 'pixels', images: [] }), 'MODEL_SHAPE');
  await backend.close();
});

test('an unknown name is answered with the nearest', async () => {
  const { id } = ofModality('text');
  expect(await failure(locateIn('.', { name: `${id}x` }), 'UNKNOWN_MODEL')).toContain(`"${id}"`);
});
