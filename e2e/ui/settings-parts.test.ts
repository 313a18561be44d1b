import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, noBrowser, openUi, type Ui } from './browser.fixture.ts';

describe.skipIf(noBrowser !== undefined)('the parts of the settings', () => {
  let ui: Ui;
  beforeAll(async () => {
    ui = await openUi({ token: 'a-token-of-more-than-sixteen' });
    await ui.client.datasets.create({ id: 'mail' });
    const items = Array.from({ length: 30 }, (_, i) => ({ id: `m${i}`, text: `Letter number ${i} to somebody` }));
    const { job } = await ui.client.datasets.push('mail', { items });
    await ui.client.jobs.wait(job);
    await ui.client.projects.create({ id: 'mail', dataset: 'mail', labels: [{ name: 'spam' }, { name: 'ham' }] });
  });
  afterAll(() => ui?.close());

  it('let a member in by a link, to the one project, until there is a new link', async () => {
    const { page } = await ui.open('/projects/mail/settings?tab=people');
    await page.getByLabel('Name of the new member').fill('Ada');
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByText('This address reaches this machine alone.').waitFor();
    const link = await page.getByLabel('Link', { exact: true }).inputValue();
    const token = await page.getByLabel('Token', { exact: true }).inputValue();
    await page.keyboard.press('Escape');

    const ada = (await ui.open(link, { token })).page;
    await ada.getByRole('group', { name: 'Labels' }).waitFor();
    await ada.goto('/');
    await ada.waitForURL('**/projects/mail/annotate');
    await ada.goto('/projects/mail/settings');
    await ada.getByRole('heading', { level: 1, name: 'Not for your role' }).waitFor();
    await expectAccessible(ada);

    await page.getByRole('button', { name: 'New link for Ada' }).click();
    const asked = page.getByRole('dialog', { name: 'New link for Ada' });
    await asked.getByRole('button', { name: 'New link' }).click();
    const newest = page.getByRole('dialog', { name: 'Invitation of Ada' });
    expect(await newest.getByLabel('Link', { exact: true }).inputValue()).not.toBe(link);
    await ada.goto('/projects/mail/annotate');
    await ada.getByText('opens nothing any more').waitFor();
  });

  it('take in a file of the format that its name tells, and list the rows that are broken', async () => {
    const file = join(ui.folder, 'labels.csv');
    await writeFile(file, 'item,label\nm3,spam\nm4,nonsense\n,ham\n');
    const { page } = await ui.open('/projects/mail/settings?tab=data');
    await page.getByLabel('File').setInputFiles(file);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('Rows: 3. Answers taken: 1; known already: 0; broken: 2.').waitFor();
    await page.getByText('INVALID_ANSWER').waitFor();
    await page.goto('/');
    await page.getByText('1 of 30').waitFor();
    await page.getByText(/^1 answer ·/).waitFor();
  });

  it('ask before what was changed is lost', async () => {
    const { page } = await ui.open('/projects/mail/settings');
    await page.getByLabel('Name of the project').fill('Letters');
    await page.getByRole('tab', { name: 'Stopping' }).click();
    await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved as version 2.').waitFor();
    await page.getByRole('tab', { name: 'Stopping' }).click();
    await page.getByLabel('Accuracy to reach').waitFor();
  });

  it('keep a stopping plan whether it is edited in fields or as JSON', async () => {
    const { page } = await ui.open('/projects/mail/settings?tab=stopping');
    await page.getByLabel('Cost limit', { exact: true }).check();
    await page.getByLabel('As JSON').check();
    const text = page.getByLabel('Advise to stop when');
    expect(JSON.parse(await text.inputValue())).toMatchObject({ rule: 'cost-limit' });
    await text.fill('{ "rule": "label-budget", "options": { "labels": 25 } }');
    await page.getByLabel('As JSON').uncheck();
    expect(await page.getByLabel('Label budget: labels').inputValue()).toBe('25');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^Saved as version/).waitFor();
    const { stopping } = await ui.client.project('mail').get();
    expect(stopping).toEqual({ rule: 'label-budget', options: { labels: 25 } });
  });

  it('delete the project, and its dataset where that is asked for', async () => {
    const { page } = await ui.open('/projects/mail/settings?tab=danger');
    await page.getByLabel('Type mail to delete it').fill('mail');
    await page.getByLabel('Delete its dataset mail too').check();
    await page.getByRole('button', { name: 'Delete the project for good' }).click();
    await page.getByText('There is no project yet.').waitFor();
    expect(await ui.client.projects.list()).toEqual([]);
    expect(await ui.client.datasets.list()).toEqual([]);
  });
});
