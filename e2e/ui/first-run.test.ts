import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectAccessible, keepScreenshot, noBrowser, openUi, type Ui } from './browser.fixture.ts';

describe.skipIf(noBrowser !== undefined)('the first run', () => {
  let ui: Ui;
  beforeAll(async () => {
    ui = await openUi();
  });
  afterAll(() => ui?.close());

  it('goes from an empty service to a project on the sample in three clicks', async () => {
    const { page, faults } = await ui.open('/');
    await page.getByRole('link', { name: 'New project' }).click();
    await page.getByRole('button', { name: /Sample texts/ }).click();
    await page.getByText('delivery').waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'start-sample');
    await page.getByRole('button', { name: 'Start labelling' }).click();
    await page.waitForURL('**/projects/sample-texts/annotate');
    const project = await ui.client.project('sample-texts').get();
    expect(project).toMatchObject({ task: 'single-label', dataset: 'sample-texts' });
    expect(project.labels.map((label) => label.name).sort()).toEqual(['account', 'delivery', 'refund', 'safety']);
    expect(faults).toEqual([]);
  });

  it('guesses what a table holds, and takes over what a person changes', async () => {
    const folder = join(ui.folder, 'given');
    await mkdir(folder);
    const rows = Array.from(
      { length: 40 },
      (_, i) => `${i},"Message number ${i} about ${i % 3}",${i % 2 ? 'spam' : 'ham'}`,
    );
    await writeFile(join(folder, 'mail.csv'), ['number,message,kind', ...rows].join('\n'));
    const { page } = await ui.open('/new');
    await page.getByLabel('Folder, file, list of URLs, or address').fill(join(folder, 'mail.csv'));
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.getByText('40 items · texts').waitFor();
    expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('message');
    await page.getByLabel('Known label').selectOption('kind');
    await expectAccessible(page);
    await keepScreenshot(page, 'start-table');
    // ham and spam are in the data
    await page.getByRole('button', { name: 'Remove spam' }).waitFor();
    await page.getByLabel('Labels', { exact: true }).fill('later, never');
    await page.getByLabel('Name of the project').fill('Mail of today');
    // every row has a label: unless a person wants that, nothing would be left to ask
    expect(await page.getByRole('radio', { name: /People label from the beginning/ }).isChecked()).toBe(true);
    await page.getByRole('radio', { name: /Take them as answers/ }).check();
    await page.getByRole('button', { name: 'Start labelling' }).click();
    await page.waitForURL('**/projects/mail-of-today/annotate');
    expect(await ui.client.project('mail-of-today').get()).toMatchObject({
      name: 'Mail of today',
      dataset: 'mail-of-today',
      labels: [{ name: 'ham' }, { name: 'spam' }, { name: 'later' }, { name: 'never' }],
    });
    expect((await ui.client.datasets.get('mail-of-today')).items).toBe(40);
    // the labels that came along are answers
    expect((await ui.client.project('mail-of-today').metrics()).pool.responses).toBe(40);
  });

  it('brings the next step into view, and goes back to the choice of data', async () => {
    const { page } = await ui.open('/new', { height: 700 });
    await page.getByRole('button', { name: /Sample texts/ }).click();
    const found = page.getByText('1,000 items · texts');
    await found.waitFor();
    expect(await page.getByLabel('Folder, file, list of URLs, or address').count()).toBe(0);
    await vi.waitFor(async () => expect(await focusHolds(found)).toBe(true));
    await page.getByRole('button', { name: 'Start labelling' }).waitFor();
    await page.getByRole('button', { name: 'Choose other data' }).click();
    await vi.waitFor(async () => expect(await focusHolds(page.getByRole('button', { name: 'Look at it' }))).toBe(true));
  });

  it('leaves the labels of the data out where people label from the beginning', async () => {
    const file = join(ui.folder, 'given', 'rated.csv');
    const rows = Array.from({ length: 30 }, (_, i) => `"Review number ${i} of a thing",${i % 2 ? 'good' : 'bad'}`);
    await writeFile(file, ['review,label', ...rows].join('\n'));
    const { page } = await ui.open('/new');
    await page.getByLabel('Folder, file, list of URLs, or address').fill(file);
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.getByRole('button', { name: 'Start labelling' }).click();
    await page.waitForURL('**/projects/rated/annotate');
    await page.getByRole('group', { name: 'Labels' }).waitFor();
    expect(await ui.client.datasets.get('rated')).toMatchObject({ items: 30, labelled: 0 });
    expect((await ui.client.project('rated').metrics()).pool.responses).toBe(0);
  });

  it('takes the folders of a folder for labels, where a person says so', async () => {
    const folder = join(ui.folder, 'given', 'mood');
    for (const [mood, word] of [
      ['glad', 'fine'],
      ['sad', 'bad'],
    ] as const) {
      await mkdir(join(folder, mood), { recursive: true });
      for (let i = 0; i < 4; i++) await writeFile(join(folder, mood, `${i}.txt`), `It went ${word} on day ${i}.`);
    }
    const { page } = await ui.open('/new');
    await page.getByLabel('Folder, file, list of URLs, or address').fill(folder);
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.getByRole('radio', { name: /Take them as answers/ }).check();
    await page.getByRole('button', { name: 'Start labelling' }).click();
    await page.waitForURL('**/projects/mood/annotate');
    const project = ui.client.project('mood');
    expect((await project.metrics()).pool.responses).toBe(8);
    const table = await new Response(await project.export('csv')).text();
    expect(table.match(/^glad.*,glad,import,/gm)).toHaveLength(4);
    expect(table.match(/^sad.*,sad,import,/gm)).toHaveLength(4);
    // the same folder, from the machine of whoever sits at the screen
    const other = await ui.open('/new');
    await other.page.getByLabel('A folder of yours').setInputFiles(folder);
    await other.page.getByText('8 items · texts').waitFor();
    await expectAccessible(other.page);
    await other.page.getByRole('radio', { name: /Take them as answers/ }).check();
    await other.page.getByRole('button', { name: 'Start labelling' }).click();
    await other.page.waitForURL('**/projects/mood-2/annotate');
    expect(await ui.client.datasets.get('mood-2')).toMatchObject({ items: 8, labelled: 8 });
  });

  it('says what is wrong with an address, and what to do', async () => {
    const { page } = await ui.open('/new');
    await page.getByLabel('Folder, file, list of URLs, or address').fill('/no/such/folder');
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.getByRole('alert').getByText('SOURCE_NOT_FOUND').waitFor();
    await expectAccessible(page);
  });

  it('takes pictures that are dropped', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8DAwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg==',
      'base64',
    );
    const { page } = await ui.open('/new');
    await page.getByLabel('Files of yours').setInputFiles([{ name: 'dot.png', mimeType: 'image/png', buffer: png }]);
    await page.getByLabel('Labels', { exact: true }).fill('cat,dog');
    await page.getByLabel('Name of the project').fill('dots');
    await page.getByRole('button', { name: 'Start labelling' }).click();
    await page.waitForURL('**/projects/dots/annotate');
    expect((await ui.client.datasets.get('dots')).items).toBe(1);
  });
});

/** Whether what has the focus has a part of the page in it. */
async function focusHolds(part: Locator): Promise<boolean> {
  return await part.evaluate((element) => {
    const { activeElement, body } = element.ownerDocument;
    return activeElement !== body && activeElement !== null && activeElement.contains(element);
  });
}
