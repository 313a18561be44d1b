import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ProjectClient } from '@alaas/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noBrowser, openUi, type Ui } from './browser.fixture.ts';

const run = promisify(execFile);
const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
);

describe.skipIf(noBrowser !== undefined)('models and strategies', () => {
  let ui: Ui;
  let project: ProjectClient;
  beforeAll(async () => {
    ui = await openUi();
    const { dataset, labels, job } = await ui.client.samples.make('series');
    await ui.client.jobs.wait(job);
    await ui.client.projects.create({ id: 'motors', dataset, labels: labels.map((name) => ({ name })), batch: 10 });
    project = ui.client.project('motors');
    let given = 0;
    for await (const leases of project.batches({ n: 10 })) {
      const answers = leases.map(({ item, id: lease }) => ({
        item,
        lease,
        value: labels[given++ % 2] as string,
      }));
      await project.respond(answers);
      if (given >= 30) break;
    }
    await project.settled();
  });
  afterAll(() => ui?.close());

  it('are tried on an item as it is typed: a time series with a point per line', async () => {
    const { page, faults } = await ui.open('/projects/motors/models');
    const part = page.getByRole('region', { name: 'Try it' });
    await part.getByRole('button', { name: 'Fill in an item of the pool' }).click();
    expect(await part.getByRole('textbox').inputValue()).toMatch(/^\D+\n.*\d,\d/);
    await part.getByRole('button', { name: 'Predict' }).click();
    await part.getByText('1 answered by version').waitFor();
    await part.getByText('The model says').waitFor();
    expect(faults).toEqual([]);
  });

  it.skipIf(!hasCurl)('are asked by the line for a terminal as it stands there', async () => {
    const { page } = await ui.open('/projects/motors/models');
    const line = page.locator('code', { hasText: '/predict' });
    await page.getByText('"item"').waitFor();
    const { stdout } = await run('sh', ['-c', (await line.textContent()) ?? '']);
    const said = JSON.parse(stdout) as { items: unknown[] };
    expect(said.items).toEqual([expect.objectContaining({ value: expect.any(String), score: expect.any(Number) })]);
  });

  it('are compared on the answers, and the project takes the one that is chosen', async () => {
    const { page, faults } = await ui.open('/projects/motors/compare');
    for (const name of ['BADGE', 'k-center greedy', 'TypiClust']) await page.getByRole('checkbox', { name }).uncheck();
    await page.getByText('Advanced: seeds, batch, budget').click();
    await page.getByLabel('Runs of each').fill('2');
    await page.getByLabel('Items per round').fill('10');
    await page.getByLabel('Labels in all').fill('20');
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    const use = page.getByRole('button', { name: 'Use Entropy in the project' });
    await use.waitFor({ timeout: 120_000 });
    // by their names, as in the table
    await page.getByRole('region', { name: 'Accuracy by number of labels' }).getByText('Margin confidence').waitFor();
    await use.click();
    await page.getByText('The project asks by Entropy from now on.').waitFor();
    expect((await project.get()).strategy).toBe('entropy');
    expect(faults).toEqual([]);
  });

  it('are compared no longer once somebody stops it', async () => {
    const { page } = await ui.open('/projects/motors/compare');
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.getByRole('button', { name: 'Stop it' }).click();
    await page.getByText('The comparison was stopped.').waitFor();
    const [newest] = await project.simulations.list();
    expect(newest?.state).toBe('cancelled');
  });
});
