import type { ProjectClient } from '@alaas/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noBrowser, openUi, type Ui } from './browser.fixture.ts';
import { expectFocused } from './keyboard.fixture.ts';
import { beginProject } from './project.fixture.ts';

describe.skipIf(noBrowser !== undefined)('the review', () => {
  let ui: Ui;
  let project: ProjectClient;
  beforeAll(async () => {
    ui = await openUi();
    await beginProject(ui);
    project = ui.client.project('mail');
  });
  afterAll(() => ui?.close());

  const open = async () => (await project.disputes()).filter(({ verdict }) => verdict === undefined);

  it('decides by the keys of the labels, and goes on at the next item', async () => {
    const [first, second, third] = await open();
    const labels = (await project.get()).labels.map(({ name }) => name);
    const { page, faults } = await ui.open('/projects/mail/review');
    const item = page.locator('[data-item]');
    await item.getByText(first?.text ?? '').waitFor();
    const right = labels.find((name) => name !== first?.consensus) ?? '';
    await page.keyboard.press(String(labels.indexOf(right) + 1));
    await page.getByRole('button', { name: right, pressed: true }).waitFor();
    // choosing is not deciding
    expect(await open()).toContainEqual(expect.objectContaining({ item: first?.item }));
    await page.keyboard.press('Enter');
    await item.getByText(second?.text ?? '').waitFor();
    await page.getByText(/^Decided on /).waitFor();
    await expectFocused(item);
    const known = (await project.disputes()).find((one) => one.item === first?.item);
    expect(known?.verdict).toBe(right);
    // put off, it stays undecided
    await page.keyboard.press('Space');
    await item.getByText(third?.text ?? '').waitFor();
    await expectFocused(item);
    expect((await open()).map((one) => one.item)).toContain(second?.item);
    expect(faults).toEqual([]);
  });

  it('takes over the answer of one annotator', async () => {
    const [first] = await open();
    const given = first?.answers.find(({ annotator }) => annotator === 'Ada');
    const { page } = await ui.open('/projects/mail/review');
    await page.getByRole('button', { name: 'Take the answer of Ada' }).click();
    await page.getByRole('button', { name: String(given?.value), pressed: true }).waitFor();
    await page.getByRole('button', { name: 'Decide', exact: true }).click();
    await page.getByText(/^Decided on /).waitFor();
    expect((await project.disputes()).find(({ item }) => item === first?.item)?.verdict).toBe(given?.value);
  });

  it('has the item above the queue on a phone', async () => {
    const { page } = await ui.open('/projects/mail/review', { width: 390, height: 844 });
    const item = await page.locator('[data-item]').boundingBox();
    const queue = await page.getByRole('navigation', { name: /^Disputed items/ }).boundingBox();
    expect(item?.y).toBeLessThan(400);
    expect(queue?.y).toBeGreaterThan((item?.y ?? 0) + (item?.height ?? 0));
  });
});
