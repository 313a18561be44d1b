import { sampleTexts } from '@alaas/zoo';
import type { Ui } from './browser.fixture.ts';

/** Makes the project `mail`, which two people have begun to label; they do not always agree. */
export async function beginProject(ui: Ui): Promise<void> {
  const size = 200;
  const made = [...sampleTexts({ seed: 1, size })];
  const truth = new Map(made.map(({ id, label }) => [id, label]));
  const labels = [...new Set(truth.values())];
  await ui.client.datasets.create({ id: 'mail' });
  const { job } = await ui.client.datasets.push('mail', { items: made.map(({ id, text }) => ({ id, text })) });
  await ui.client.jobs.wait(job);
  const guidelines = '# How to label\n\nLook at what the *customer* wants, not at how it is said.\n\n- one label each';
  await ui.client.projects.create({
    id: 'mail',
    name: 'Mail of customers',
    dataset: 'mail',
    labels: labels.map((name) => ({ name })),
    guidelines,
    overlap: 2,
    controlShare: 0.3,
    target: 0.9,
    stopping: { rule: 'label-budget', options: { labels: 200 } },
  });
  const project = ui.client.project('mail');
  const { token } = await project.members.add('Ada', 'annotator');
  const ada = ui.clientOf(token).project('mail');
  for (const [who, isRight] of [
    [project, () => true],
    // one in five she takes for something else
    [ada, (i: number) => i % 5 > 0],
  ] as const) {
    let batches = 0;
    for await (const leases of who.batches({ n: 10 })) {
      const answers = leases.map(({ id, item }, i) => {
        const right = truth.get(item) ?? '';
        const value = isRight(i) ? right : (labels.find((label) => label !== right) ?? right);
        return { item, lease: id, value, leadTimeMs: 1500 };
      });
      await who.respond(answers);
      batches++;
      if (batches === 3) break;
    }
  }
  const [first] = made;
  if (first !== undefined) await project.setGold([{ item: first.id, value: first.label }]);
  await project.webhooks.create({ url: 'http://127.0.0.1:9/labels' });
  await project.settled({ measured: true });
}
