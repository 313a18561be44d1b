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

const annotators = await Promise.all(
  ['Ada', 'Bob', 'Cem'].map(async (name) => {
    const member = await project.members.add(name);
    return { name, own: createClient({ url, token: member.token }).project(id) };
  }),
);

for (let turn = 0; turn < 12; turn++) {
  for (const [i, { own }] of annotators.entries()) {
    const { leases } = await own.next({ n: 3 });
    const answers = leases.map(({ item, id: lease, text = '' }, k) => {
      const isMistaken = (turn + i + k) % 10 === 0;
      return { item, lease, value: isLarge(text) === isMistaken ? 'small' : 'large' };
    });
    if (answers.length > 0) await own.respond(answers);
  }
}

const { pool, evaluation } = await project.settled();
console.log(`${pool.completed} records have two answers, ${pool.responses} in all.`);
console.log(`Accuracy on those drawn at random: ${evaluation?.accuracy?.value.toFixed(2) ?? 'unknown'}`);

const { krippendorffAlpha, cohenKappa } = await project.quality();
console.log(`Krippendorff's alpha: ${krippendorffAlpha?.value.toFixed(2) ?? 'unknown'}`);
for (const { a, b, records, kappa } of cohenKappa) {
  console.log(
    `  ${a.slice(0, 8)} and ${b.slice(0, 8)}: kappa ${kappa?.value.toFixed(2) ?? 'unknown'} on ${records} records`,
  );
}

const [doubtful] = await project.disputes();
if (doubtful) {
  await project.adjudicate(doubtful.item, isLarge(doubtful.text ?? '') ? 'large' : 'small');
  console.log(`A reviewer decided on ${doubtful.item}.`);
}
const table = await new Response(await project.export('csv')).text();
console.log(table.split('\n').slice(0, 3).join('\n'));
