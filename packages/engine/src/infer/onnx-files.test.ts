import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeModel } from '../compute/index.ts';
import { type LocatedModel, loadModel } from './index.ts';
import { type EntryInput, failure, flatImages, imageGraph, locateIn } from './tiny-models.fixture.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-files-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function locate(name: string, more: EntryInput = {}): Promise<LocatedModel> {
  return locateIn(folder, { name, hub: `file:${name}.onnx`, ...more });
}

describe('files', () => {
  test('a missing file is named with the path tried', async () => {
    const text = await failure(locate('absent'), 'MODEL_MISSING');
    expect(text).toContain(join(folder, 'absent.onnx'));
  });

  test.each(['', 'this is not a model', '<html></html>'])('a file holding "%s" is not a model', async (content) => {
    await writeFile(join(folder, 'junk.onnx'), content);
    const located = await locate('junk');
    const text = await failure(loadModel(located, { threads: 1, device: 'cpu' }), 'MODEL_INVALID');
    expect(text).toContain(join(folder, 'junk.onnx'));
    expect(text).not.toContain('onnxruntime_src');
  });

  test('a checksum that differs is shown beside the one expected', async () => {
    await writeFile(join(folder, 'summed.onnx'), 'abc');
    const actual = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    const expected = '0'.repeat(64);
    const text = await failure(locate('summed', { sha256: expected }), 'MODEL_CHECKSUM');
    expect(text).toContain(actual);
    expect(text).toContain(expected);
    const located = await locate('summed', { sha256: actual.toUpperCase() });
    expect(located.path).toBe(join(folder, 'summed.onnx'));
  });

  test('the digest follows the weights and what is declared, and nothing else', async () => {
    await writeFile(join(folder, 'digest.onnx'), encodeModel(imageGraph()));
    const { digest } = await locate('digest');
    await copyFile(join(folder, 'digest.onnx'), join(folder, 'copy.onnx'));
    expect((await locate('copy', { batch_size: 8, device: 'cuda' })).digest).toBe(digest);
    expect((await locate('copy', { input: { mean: 1 } })).digest).not.toBe(digest);
    expect((await locate('copy', { outputs: { pooling: 'cls' } })).digest).not.toBe(digest);
    await writeFile(join(folder, 'copy.onnx'), encodeModel({ ...imageGraph(), opset: 16 }));
    expect((await locate('copy')).digest).not.toBe(digest);
  });

  test('a located model can be posted to a worker', async () => {
    await writeFile(join(folder, 'digest.onnx'), encodeModel(imageGraph()));
    const located = await locate('digest', { input: { mean: [1, 2, 3] } });
    expect(structuredClone(located)).toEqual(located);
  });
});

describe('weights in a file beside the model', () => {
  async function writeExternal(name: string, location: string, weights: Float32Array): Promise<void> {
    const file = join(folder, name, location);
    await mkdir(dirname(file), { recursive: true });
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(file, weights);
    const graph = imageGraph();
    const w = { name: 'w', type: 'float32' as const, shape: [3, 2], location };
    await writeFile(join(folder, name, 'net.onnx'), encodeModel({ ...graph, constants: [w] }));
  }

  test('are used, and count in the digest', async () => {
    await writeExternal('beside', 'net.bin', new Float32Array([1, 0, 0, 1, 0, 1]));
    const hub = 'file:beside/net.onnx';
    const located = await locate('net', { hub });
    const { backend } = await loadModel(located, { threads: 1, device: 'cpu' });
    const { probabilities } = await backend.run(flatImages([7, 3, 4]));
    expect([...(probabilities?.data ?? [])]).toEqual([0.5, 0.5]);
    await backend.close();
    await writeFile(join(folder, 'beside', 'net.bin'), new Float32Array([9, 0, 0, 1, 0, 1, 0]));
    expect((await locate('net', { hub })).digest).not.toBe(located.digest);
  });

  test('are refused outside the folder of the model', async () => {
    await writeExternal('outside', '../stray.bin', new Float32Array(6));
    const text = await failure(locate('net', { hub: 'file:outside/net.onnx' }), 'MODEL_INVALID');
    expect(text).toContain('../stray.bin');
  });

  test('are named when they are not there', async () => {
    await writeExternal('lost', 'net.bin', new Float32Array(6));
    await rm(join(folder, 'lost', 'net.bin'));
    const text = await failure(locate('net', { hub: 'file:lost/net.onnx' }), 'MODEL_MISSING');
    expect(text).toContain(join(folder, 'lost', 'net.bin'));
  });
});
