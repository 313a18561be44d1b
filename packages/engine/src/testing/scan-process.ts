/**
 * A process that scans `count` texts in the store `storage` and prints its progress, one JSON object a line:
 * something to kill, or to run out of disk.
 */
import { configSchema, modelEntrySchema, toAlaasError } from '@alaas/core';
import { openEngine } from '../open-engine.ts';

const [storage, count] = [process.argv[2] as string, Number(process.argv[3])];
const { limits, sources } = configSchema.parse({});
const print = (line: unknown): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

const engine = await openEngine({ storage, limits, sources, replicas: 1 });
const watch = { signal: new AbortController().signal, onProgress: () => print({ ready: engine.dataset('d').ready }) };
try {
  const model = modelEntrySchema.parse({ name: 'hashed-ngrams' });
  if (engine.datasets().length === 0) {
    engine.createDataset('d', model, 'local');
    const items = Array.from({ length: count }, (_, i) => ({ id: `${i}`, uri: `t:${i}`, text: `text number ${i}` }));
    await engine.addItems('d', { items }, watch);
  }
  print({ report: await engine.scan('d', model, watch) });
} catch (error) {
  print({ code: toAlaasError(error).code, message: toAlaasError(error).message });
} finally {
  await engine.close();
}
