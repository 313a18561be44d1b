import { type ModelEntry, modelEntrySchema } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { createModels } from './models.ts';

const entry = (hub: string): ModelEntry => modelEntrySchema.parse({ name: 'mine', hub });

describe('createModels', () => {
  it('finds the config’s model and the built-in ones by name', () => {
    const models = createModels(entry('file:mine.onnx'));
    expect(models.resolve('mine', 'remote').hub).toBe('file:mine.onnx');
    expect(models.resolve('Hashed-Ngrams', 'remote')).toMatchObject({ name: 'hashed-ngrams', hub: 'zoo' });
  });

  it('names the nearest model, the config’s included', () => {
    expect(() => createModels(entry('zoo')).resolve('mne', 'local')).toThrow(/Did you mean "mine"/);
    expect(() => createModels(undefined).resolve('image-descriptr', 'local')).toThrow(/"image-descriptor"/);
  });

  it.each([
    ['file:/home/someone/mine.onnx', 'file:mine.onnx'],
    ['file:../somewhere/mine.onnx', 'file:mine.onnx'],
    ['/home/someone/mine.onnx', 'file:mine.onnx'],
    ['models/mine.onnx', 'file:mine.onnx'],
    ['https://user:secret@models.example/a/mine.onnx?key=secret', 'https://models.example/a/mine.onnx'],
    ['hf:owner/name', 'hf:owner/name'],
    ['pytorch/vision:v0.10.0', 'pytorch/vision:v0.10.0'],
  ])('shows %s as %s', (hub, shown) => {
    expect(createModels(entry(hub)).summaries()[0]).toMatchObject({ name: 'mine', hub: shown, configured: true });
  });
});
