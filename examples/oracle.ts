/**
 * Labelling from a script: three annotators, two answers for each record, and how well they agree.
 * Usage: node examples/oracle.ts
 */
import { createClient } from '@alaas/client';

const { ALAAS_URL: url = 'http://127.0.0.1:60035', ALAAS_TOKEN: token } = process.env;
const client = createClient({ url, token });
const id = `sizes-${Date.now()}`;

/** What is true. Annotators know it nine times in ten. */
const isLarge = (text: string): boolean => Number(text.split(' ')[0]) >= 50;

const items = Array.from({ length: 100 }, (_, i) => ({
  id: `box-${i}`,
  text: `${i} litres, ${i >= 50 ? 'a crate' : 'a tin'}`,
}));
await client.datasets.create({ id });
const { job } = await client.datasets.push(id, { items });
await client.jobs.wait(job);

await client.projects.create({
  id,
  dataset: id,
  labels: [{ name: 'small' }, { name: 'large' }],
  overlap: 2,
  batch: 10,
});
const project = client.project(id);

/** An annotator works until there is nothing left to do. */
async function annotate(name: string, seed: number): Promise<void> {
  const { token: own } = await project.members.add(name);
  const work = createClient({ url, token: own }).project(id);
  let given = 0;
  for await (const leases of work.batches({ n: 3 })) {
    const answers = leases.map(({ item, id: lease, text = '' }) => {
      const isMistaken = (given++ + seed) % 10 === 0;
      return { item, lease, value: isLarge(text) === isMistaken ? 'small' : 'large' };
    });
    await work.respond(answers);
  }
}
await Promise.all(['Ada', 'Bob', 'Cem'].map(annotate));

const { pool, evaluation } = await project.settled({ measured: true });
console.log(`${pool.completed} records have two answers, ${pool.responses} in all.`);
console.log(`Accuracy on those drawn at random: ${evaluation?.accuracy?.value.toFixed(2) ?? 'unknown'}`);

const { krippendorffAlpha, cohenKappa, annotators } = await project.quality();
const nameOf = (person: string) => annotators.find((one) => one.id === person)?.name;
console.log(`Krippendorff's alpha: ${krippendorffAlpha?.value.toFixed(2) ?? 'unknown'}`);
for (const { a, b, records, kappa } of cohenKappa) {
  console.log(`  ${nameOf(a)} and ${nameOf(b)}: kappa ${kappa?.value.toFixed(2) ?? 'unknown'} on ${records} records`);
}

const [doubtful] = await project.disputes();
if (doubtful) {
  await project.adjudicate(doubtful.item, isLarge(doubtful.text ?? '') ? 'large' : 'small');
  console.log(`A reviewer decided on ${doubtful.item}.`);
}
const table = await new Response(await project.export('csv')).text();
console.log(table.split('\n').slice(0, 3).join('\n'));
