import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, keepScreenshot, noBrowser, openUi, type Ui } from './browser.fixture.ts';
import { answersOf, createLabeller, type Labeller, sorted } from './labelling.fixture.ts';
import { type Known, sampleOracle } from './oracle.fixture.ts';

describe.skipIf(noBrowser !== undefined)('answers, when the service or the way to it breaks', () => {
  let ui: Ui;
  let labels: string[];
  let dataset: string;
  beforeAll(async () => {
    ui = await openUi();
    const made = await ui.client.samples.make('texts');
    await ui.client.jobs.wait(made.job);
    ({ labels, dataset } = made);
  });
  afterAll(() => ui?.close());

  async function open(id: string): Promise<{ page: Page; context: BrowserContext; person: Labeller }> {
    await ui.client.projects.create({ id, dataset, labels: labels.map((name) => ({ name })) });
    const { page, context } = await ui.open(`/projects/${id}/annotate`);
    return { page, context, person: createLabeller(page, sampleOracle('texts'), labels) };
  }

  /** Everything that was given is there, once, and nothing else. */
  async function expectAll(id: string, { given }: Labeller): Promise<void> {
    const project = ui.client.project(id);
    await expect.poll(() => answersOf(project), { timeout: 60_000 }).toEqual(sorted(given));
    const kept: [string, unknown][] = [];
    for await (const { item, responses } of project.records({ status: 'completed' })) {
      for (const { value } of responses) kept.push([item, value]);
    }
    expect(kept.sort(([a], [b]) => (a < b ? -1 : 1))).toEqual(sorted(given));
  }

  it('waits for a service that was killed, and sends each once', async () => {
    const { page, person } = await open('killed');
    await person.answer(8);
    const first = await person.next(last(person));
    await person.give(first);
    const known = await person.next(first.item);
    // in the middle of the work: the answer before this one may be on its way
    await ui.kill();
    await giveInHand(page, person, known);
    // with or without another item in hand
    const waits = page.getByText(/answers? (waits? to be sent|(is|are) kept in this browser)/);
    await waits.waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'outbox-waiting');
    await ui.restart();
    await page.getByRole('button', { name: 'Try now' }).click();
    await waits.waitFor({ state: 'hidden' });
    await expectAll('killed', person);
    await person.answer(3);
    await expectAll('killed', person);
  });

  it('keeps what waits when the page is loaded again', async () => {
    const { page, person } = await open('reloaded');
    await person.answer(4);
    await expectAll('reloaded', person);
    const known = await person.next(last(person));
    // the page itself can be had, the interface cannot
    await page.route('**/v1/projects/reloaded/responses', (route) => route.abort());
    await person.give(known);
    await person.give(await person.next(known.item));
    await page.getByText('2 answers wait to be sent.').waitFor();
    await page.reload();
    await page.getByText('2 answers wait to be sent.').waitFor();
    await page.unroute('**/v1/projects/reloaded/responses');
    await page.getByRole('button', { name: 'Try now' }).click();
    await expectAll('reloaded', person);
  });

  it('goes on while the connection is down', async () => {
    const { page, context, person } = await open('offline');
    await person.answer(12);
    let known = await person.next(last(person));
    await context.setOffline(true);
    for (let i = 0; i < 5; i++) {
      await person.give(known);
      known = await person.next(known.item);
    }
    // what was given just before may be on its way still
    await page.getByText(/[5-9] answers wait to be sent/).waitFor();
    await context.setOffline(false);
    await page.getByText(/answers? waits? to be sent/).waitFor({ state: 'hidden' });
    await expectAll('offline', person);
  });
});

function last({ given }: Labeller): string | undefined {
  return [...given.keys()].at(-1);
}

/** Answers without the service: the item on the screen, and one more where there is one in hand. */
async function giveInHand(page: Page, person: Labeller, known: Known): Promise<void> {
  await person.give(known);
  const away = page.getByRole('region', { name: 'The service does not answer' });
  // nobody waits for it where another item comes first
  const isOut = away.waitFor({ timeout: 0 }).catch(() => undefined);
  const more = await Promise.race([person.next(known.item), isOut.then(() => undefined)]);
  if (more !== undefined) await person.give(more);
}
