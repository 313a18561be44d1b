import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, keepScreenshot, noBrowser, openUi, type Ui } from './browser.fixture.ts';

const size = 200;

describe.skipIf(noBrowser !== undefined)('a connection that breaks', () => {
  let ui: Ui;
  beforeAll(async () => {
    ui = await openUi();
    await ui.client.datasets.create({ id: 'notes' });
    const items = Array.from({ length: size }, (_, i) => ({ id: `note-${i}`, text: `This is note ${i} of all.` }));
    await ui.client.jobs.wait((await ui.client.datasets.push('notes', { items })).job);
    const labels = ['long', 'short'].map((name) => ({ name }));
    await ui.client.projects.create({ id: 'notes', name: 'Notes', dataset: 'notes', labels });
  });
  afterAll(() => ui?.close());

  it('leaves a fast person enough to go on, says so once and calmly, and sends everything once', async () => {
    const { page, context, faults } = await ui.open('/projects/notes/annotate');
    const item = page.locator('[data-item]');
    await item.waitFor();
    // how much is left is known to the page
    await page.getByText(`0 of ${size} done`).waitFor();
    const given = new Map<string, string>();
    const answer = async () => {
      const text = (await item.textContent()) ?? '';
      const label = given.size % 2;
      await page.keyboard.press(String(label + 1));
      given.set(`note-${text.match(/\d+/)?.[0]}`, label === 0 ? 'long' : 'short');
      // the next one, or the end of what is in hand
      await page.waitForFunction(`document.querySelector('[data-item]')?.textContent !== ${JSON.stringify(text)}`);
    };
    for (let i = 0; i < 12; i++) await answer();
    // rounds grow with what is held, step by step
    const project = ui.client.project('notes');
    await expect.poll(async () => (await project.metrics()).pool.inProgress, { timeout: 30_000 }).toBeGreaterThan(35);

    await context.setOffline(true);
    await answer();
    const notice = page.getByText(
      /wait.? to be sent\. The service does not answer\. You can go on: \d+ items are in hand\./,
    );
    await notice.waitFor();
    await expectAccessible(page);
    const inHand = Number((await notice.textContent())?.match(/(\d+) items/)?.[1]);
    // a quarter of what is left, less what was done of it
    expect(inHand).toBeGreaterThan(25);
    for (let left = inHand; left > 0; left--) await answer();
    const away = page.getByRole('region', { name: 'The service does not answer' });
    await away.getByText(`${inHand + 1} answers are kept in this browser`).waitFor();
    expect(await page.getByText('The service does not answer').count()).toBe(1);
    expect(await page.getByRole('alert').filter({ hasText: /\S/ }).count()).toBe(0);
    await expectAccessible(page);
    await keepScreenshot(page, 'annotate-away');

    await context.setOffline(false);
    await page.getByText(`All ${inHand + 1} answers are sent.`).waitFor();
    await item.waitFor();
    const sent: [string, unknown][] = [];
    for await (const { item, value } of project.history()) sent.push([item, value]);
    expect(sent).toHaveLength(given.size);
    expect(new Map(sent)).toEqual(given);
    expect(faults).toEqual([]);
  });
});
