import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
