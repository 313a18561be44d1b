import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noBrowser, openUi, type Ui } from './browser.fixture.ts';

describe.skipIf(noBrowser !== undefined)('the settings of a project', () => {
  let ui: Ui;
  beforeAll(async () => {
    ui = await openUi();
    await ui.client.datasets.create({ id: 'd' });
    await ui.client.projects.create({ id: 'p', dataset: 'd', labels: [{ name: 'yes' }, { name: 'no' }] });
  });
  afterAll(() => ui?.close());

  it('keep what is typed while somebody else changes them, and save it with what they changed', async () => {
    const project = ui.client.project('p');
    const { page, faults } = await ui.open('/projects/p/settings?tab=task');
    const guidelines = page.getByRole('textbox', { name: 'Guidelines for annotators' });
    await guidelines.fill('Look twice.');
    await project.update({ name: 'Renamed' });
    await page.getByText('Version 2', { exact: true }).waitFor();
    await expect.poll(() => page.getByRole('textbox', { name: 'Name of the project' }).inputValue()).toBe('Renamed');
    expect(await guidelines.inputValue()).toBe('Look twice.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Version 3', { exact: true }).waitFor();
    expect(await project.get()).toMatchObject({ name: 'Renamed', guidelines: 'Look twice.' });
    expect(faults).toEqual([]);
  });

  it('keep the rules for stopping that are being chosen', async () => {
    const { page } = await ui.open('/projects/p/settings?tab=stopping');
    const target = page.getByRole('spinbutton', { name: 'Accuracy to reach' });
    await target.fill('0.8');
    const { version } = await ui.client.project('p').update({ name: 'Renamed again' });
    await page.getByText(`Version ${version}`, { exact: true }).waitFor();
    expect(await target.inputValue()).toBe('0.8');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(`Version ${version + 1}`, { exact: true }).waitFor();
    expect(await ui.client.project('p').get()).toMatchObject({ target: 0.8, stopping: null });
  });
});
