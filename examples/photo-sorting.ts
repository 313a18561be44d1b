/**
 * Photos sorted by what is on them. Usage: node examples/photo-sorting.ts FOLDER MODEL.onnx [LABELS]
 *
 * FOLDER has one folder for each kind; their names play the person who answers. The rest is sorted by the head that these
 * answers taught, and compared with where the photos lie.
 */
import { readdirSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { createClient } from '@alaas/client';

const [folder, model, labels = '150'] = process.argv.slice(2);
if (folder === undefined || model === undefined) {
  throw new Error('Usage: node examples/photo-sorting.ts FOLDER MODEL.onnx [LABELS]');
}

const { ALAAS_URL: url = 'http://127.0.0.1:60035', ALAAS_TOKEN: token } = process.env;
const client = createClient({ url, token });
const id = `photos-${Date.now()}`;
const kinds = readdirSync(folder).sort();
const kindOf = (item: string): string => basename(dirname(item));

await client.datasets.create({
  id,
  model: {
    name: 'mobilenet',
    hub: `file:${resolve(model)}`,
    // (x - mean) / std on 0..255
    input: { name: 'input', size: [128, 128], resize: 'cubic', layout: 'NCHW', channels: 'RGB', mean: 128, std: 128 },
    outputs: { embedding: 'embedding', logits: 'logits' },
  },
});
const { job } = await client.datasets.push(id, { input: resolve(folder) });
await client.jobs.wait(job, {
  onProgress: ({ done, total }) => process.stderr.write(`\rscanned ${done} of ${total} `),
});
process.stderr.write('\n');

await client.projects.create({ id, dataset: id, labels: kinds.map((name) => ({ name })) });
const project = client.project(id);

let given = 0;
for await (const leases of project.batches({ n: 10, anyway: true })) {
  await project.respond(leases.map((lease) => ({ item: lease.item, lease: lease.id, value: kindOf(lease.item) })));
  given += leases.length;
  await project.settled();
  if (given >= Number(labels)) break;
}

let [right, sorted] = [0, 0];
const { evaluation } = await project.settled({ measured: true });
const photos = kinds.flatMap((kind) => readdirSync(`${folder}/${kind}`).map((name) => `${kind}/${name}`));
for (let start = 0; start < photos.length; start += 500) {
  const part = photos.slice(start, start + 500);
  const { items } = await project.predict(part.map((item) => ({ item })));
  for (const [i, photo] of part.entries()) {
    const said = items[i];
    if (said === undefined || !('value' in said)) continue;
    sorted++;
    if (said.value === kindOf(photo)) right++;
  }
}
const honest = evaluation?.accuracy;
console.log(`${given} of ${photos.length} photos were labelled.`);
console.log(`Sorted ${sorted}: ${((100 * right) / sorted).toFixed(1)} % lie where the head would put them.`);
if (honest) {
  console.log(
    `The project's own estimate: ${(100 * honest.value).toFixed(1)} % (${(100 * honest.low).toFixed(1)} to ${(100 * honest.high).toFixed(1)}).`,
  );
}
