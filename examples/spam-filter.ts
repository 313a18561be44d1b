/**
 * A spam filter from nothing. Usage: node examples/spam-filter.ts FILE [LABELS]
 *
 * FILE holds a header line and then `label<TAB>text`. Its labels play the person who answers; a real one would open the
 * service's address in a browser.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createClient } from '@alaas/client';

const [file, labels = '100'] = process.argv.slice(2);
if (file === undefined) throw new Error('Usage: node examples/spam-filter.ts FILE [LABELS]');

const messages = readFileSync(file, 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line, i) => {
    const [label = '', ...text] = line.split('\t');
    return { id: `sms-${i}`, label, text: text.join('\t') };
  });
const truth = new Map(messages.map(({ id, label }) => [id, label]));

const { ALAAS_URL: url = 'http://127.0.0.1:60035', ALAAS_TOKEN: token } = process.env;
const client = createClient({ url, token });
const id = `spam-${Date.now()}`;

await client.datasets.create({ id });
const { job } = await client.datasets.push(id, { items: messages.map(({ id: item, text }) => ({ id: item, text })) });
await client.jobs.wait(job, {
  onProgress: ({ done, total }) => process.stderr.write(`\rscanned ${done} of ${total} `),
});
process.stderr.write('\n');

await client.projects.create({ id, dataset: id, labels: [{ name: 'spam' }, { name: 'ham' }] });
const project = client.project(id);

let given = 0;
for await (const leases of project.batches({ n: 5, anyway: true })) {
  await project.respond(
    leases.map((lease) => ({ item: lease.item, lease: lease.id, value: truth.get(lease.item) ?? '' })),
  );
  given += leases.length;
  // a person would go on at once; a script is too fast for the head
  const isReport = given % 20 === 0;
  const { training, evaluation } = await project.settled({ measured: isReport });
  const accuracy = evaluation?.accuracy;
  const measured = accuracy
    ? `${accuracy.value.toFixed(3)} (${accuracy.low.toFixed(2)} to ${accuracy.high.toFixed(2)})`
    : 'unknown';
  if (isReport) console.log(`${given} labels, model ${training.modelVersion}, accuracy ${measured}`);
  if (given >= Number(labels)) break;
}

const { items } = await project.predict([
  { text: 'WINNER!! Claim your free prize now, call 09061701461' },
  { text: 'ok see you at home, will be late' },
]);
for (const item of items) console.log('value' in item ? `${item.value} ${item.score.toFixed(2)}` : item.error.detail);
writeFileSync('spam-filter.onnx', (await project.onnx()).bytes);
console.log(`The head is in spam-filter.onnx; the project is ${url}/v1/projects/${id}`);
