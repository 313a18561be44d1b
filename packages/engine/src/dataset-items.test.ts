import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Item, modelEntrySchema } from '@alaas/core';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { encodeModel } from './compute/index.ts';
import { rgbPng } from './decode/test-images.ts';
import { imageGraph } from './infer/tiny-models.fixture.ts';
import { never, startEngine, teaching, textModel, topicTexts, watching } from './live.fixture.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

describe('items of a dataset', () => {
  it('come page by page, in their order, with all that was given but bytes', async () => {
    const engine = await startEngine();
    engine.createDataset('d', textModel, 'local');
    const bytes: Item = { id: 'raw', uri: 'inline:raw', bytes: Uint8Array.of(1, 2), label: 'pets' };
    await engine.addItems('d', { items: [...topicTexts(4), bytes] }, watching());
    const first = engine.items('d', { limit: 3 });
    expect(first.map(({ row, id }) => [row, id])).toEqual([
      [0, 't0'],
      [1, 't1'],
      [2, 't2'],
    ]);
    expect(first[0]).toEqual({ row: 0, ...topicTexts(1)[0] });
    expect(engine.items('d', { after: 2, limit: 3 })).toEqual([
      { row: 3, ...topicTexts(1, 3)[0] },
      { row: 4, id: 'raw', uri: 'inline:raw', label: 'pets' },
    ]);
    expect(engine.items('d', { after: 4, limit: 3 })).toEqual([]);
    expect(engine.itemRows('d', ['raw', 'none', 't2']).map((item) => item?.row)).toEqual([4, undefined, 2]);
    expect(() => engine.items('none', { limit: 1 })).toThrow(/no dataset "none"/);
  });
});

describe('the content of an item', () => {
  it('is read as a scan reads it, with a type that is told by the bytes', async () => {
    const folder = temporaryFolder();
    const page = join(folder, 'page.jpg');
    writeFileSync(page, '<html><script>alert(1)</script></html>');
    const png = rgbPng([[[1, 2, 3]]]);
    const items: Item[] = [
      { id: 'text', uri: 'test:text', text: 'żółw' },
      { id: 'image', uri: 'test:page.html', bytes: png },
      { id: 'page', uri: pathToFileURL(page).href },
      { id: 'gone', uri: pathToFileURL(join(folder, 'gone')).href },
    ];
    const engine = await startEngine();
    engine.createDataset('d', textModel, 'local');
    engine.createDataset('theirs', textModel, 'remote');
    for (const id of ['d', 'theirs']) await engine.addItems(id, { items }, watching());
    expect(['d', 'theirs'].map((id) => engine.datasetAccess(id))).toEqual(['local', 'remote']);
    expect(() => engine.datasetAccess('none')).toThrow(/no dataset "none"/);
    const text = await engine.content('d', 'text', never);
    expect([Buffer.from(text.bytes).toString(), text.type]).toEqual(['żółw', 'text/plain; charset=utf-8']);
    const image = await engine.content('d', 'image', never);
    expect([[...image.bytes], image.type]).toEqual([[...png], 'image/png']);
    expect((await engine.content('d', 'page', never)).type).toBe('text/plain; charset=utf-8');
    await expect(engine.content('d', 'gone', never)).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
    await expect(engine.content('theirs', 'page', never)).rejects.toMatchObject({ code: 'SOURCE_FORBIDDEN' });
    await expect(engine.content('d', 'none', never)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(engine.content('d', 'page', AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('a head behind the model of its dataset', () => {
  it('answers images as the pool does', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'net.onnx'), encodeModel(imageGraph()));
    const model = modelEntrySchema.parse({
      name: 'net',
      hub: `file:${join(folder, 'net.onnx')}`,
      input: { size: [2, 2] },
    });
    const colours = [
      [250, 10, 10],
      [10, 250, 10],
      [10, 10, 250],
      [200, 60, 40],
      [40, 190, 50],
      [50, 30, 180],
    ] as const;
    const items = colours.map((colour, i): Item => {
      const row = [colour, colour];
      return { id: `${i}`, uri: `test:${i}`, bytes: rgbPng([row, row]) };
    });
    const engine = await startEngine();
    engine.createDataset('d', model, 'local');
    await engine.addItems('d', { items }, watching());
    const pool = await engine.openLivePool('d', watching());
    const several = { classes: ['red', 'green', 'blue'], labels: Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1) };
    for (const more of [{}, several]) {
      const head = await pool.train(teaching([0, 1, 2], more), never);
      const { onnx, isJoined, note } = await engine.exportLive('d', head, { joined: true });
      expect([isJoined, note]).toEqual([true, undefined]);
      const checked = await engine.exportLive('d', head, { joined: true, model: pool.model.digest });
      expect(checked.onnx).toEqual(onnx);
      const other = engine.exportLive('d', head, { joined: true, model: 'f'.repeat(64) });
      await expect(other).rejects.toMatchObject({ code: 'CONFLICT' });
      const session = await InferenceSession.create(onnx, { logSeverityLevel: 4 });
      const pixels = colours.flatMap((colour) => colour.flatMap((value) => Array(4).fill(value / 255)));
      const input = new Tensor('float32', Float32Array.from(pixels), [colours.length, 3, 2, 2]);
      const { probabilities } = await session.run({ pixels: input });
      await session.release();
      const said = (await pool.score(head, never)).probabilities.data;
      const answers = probabilities?.data as Float32Array;
      expect(answers).toHaveLength(18);
      for (const [i, p] of said.entries()) expect(answers[i]).toBeCloseTo(p, 4);
    }
  });
});
