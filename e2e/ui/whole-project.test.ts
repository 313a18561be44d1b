import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepScreenshot, noBrowser, openUi, type Ui } from './browser.fixture.ts';
import { press, tabTo, write } from './keyboard.fixture.ts';
import { answersOf, createLabeller, sorted } from './labelling.fixture.ts';
import { type SampleId, sampleOracle } from './oracle.fixture.ts';

const samples = [
  { id: 'texts', name: /Sample texts/ },
  { id: 'images', name: /Sample images/ },
  { id: 'audio', name: /Sample recordings/ },
] as const satisfies readonly { id: SampleId; name: RegExp }[];

describe.skipIf(noBrowser !== undefined)('a whole project, by keyboard alone', () => {
  let ui: Ui;
  beforeAll(async () => {
    ui = await openUi();
  });
  afterAll(() => ui?.close());

  it.each(samples)('goes from the first run to the advice to stop: $id', async ({ id, name }) => {
    const { page, faults } = await ui.open('/');
    const button = (title: string | RegExp) => page.getByRole('button', { name: title });
    const pageLink = (title: string) => page.getByRole('navigation').getByRole('link', { name: title, exact: true });
    const client = ui.client.project(`sample-${id}`);

    await press(page, page.getByRole('link', { name: 'New project' }));
    await press(page, button(name));
    await press(page, button('Start labelling'));
    await page.waitForURL(`**/projects/sample-${id}/annotate`);

    const labels = (await client.get()).labels.map((label) => label.name);
    const person = createLabeller(page, sampleOracle(id), labels);
    await person.answer(12);
    const version = await modelVersion(page);

    // an answer taken back is on the screen again, and comes back as it was
    const taken = await person.next([...person.given.keys()].at(-1));
    await person.give(taken);
    const after = await person.next(taken.item);
    await page.keyboard.press('Backspace');
    expect(await person.next(after.item)).toEqual(taken);
    await page.keyboard.press('Control+y');
    expect(await person.next(taken.item)).toEqual(after);

    const skipped = after.item;
    await page.keyboard.press('Space');
    await person.next(skipped);
    const newest = async () => (await client.historyPage({ limit: 1 })).responses[0];
    await expect.poll(newest, { timeout: 20_000 }).toMatchObject({ item: skipped, status: 'skipped' });
    // nobody else is here to take it: it may come back, and is answered then
    await person.answer(12);
    expect(await modelVersion(page, version)).toBeGreaterThan(version);

    await press(page, pageLink('Settings'));
    await tabTo(page, page.getByRole('tab', { name: 'Labels and guidelines' }));
    for (const tab of ['Choosing and training', 'Stopping']) {
      await page.keyboard.press('ArrowRight');
      await page.getByRole('tab', { name: tab, selected: true }).waitFor();
    }
    await press(page, page.getByRole('checkbox', { name: 'Label budget' }), 'Space');
    await write(page, page.getByRole('spinbutton', { name: /^Label budget: labels/ }), '12');
    await page.keyboard.press('Enter');
    await page.getByText('Version 2', { exact: true }).waitFor();
    expect((await client.get()).stopping).toEqual({ rule: 'label-budget', options: { labels: 12 } });

    await press(page, pageLink('Label'));
    // what was on the screen stays there until it is answered
    await person.answerUntil(page.getByRole('heading', { name: 'You can stop here' }), 10);
    await keepScreenshot(page, `stop-${id}`);
    await press(page, pageLink('Progress'));
    await page.getByText('You may stop.', { exact: true }).waitFor();
    await page
      .getByText(/of 12 labels are spent/)
      .first()
      .waitFor();
    await keepScreenshot(page, `progress-${id}`);

    // it was advice
    await press(page, pageLink('Label'));
    await press(page, button('Label more anyway'));
    const count = person.given.size;
    await person.answer(3);
    expect(person.given.size).toBe(count + 3);
    await expect.poll(() => answersOf(client), { timeout: 20_000 }).toEqual(sorted(person.given));
    expect(faults).toEqual([]);
  });
});

/** The version of the model as the page says it, once it is above the one given. */
async function modelVersion(page: Page, above = 0): Promise<number> {
  const shown = page.getByText(/^model \d+/);
  const read = async () => Number(/\d+/.exec((await shown.textContent()) ?? '')?.[0]);
  await expect.poll(read, { timeout: 30_000 }).toBeGreaterThan(above);
  return await read();
}
