import type { ProjectClient } from '@alaas/client';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, keepScreenshot, noBrowser, openUi, type Ui } from './browser.fixture.ts';

describe.skipIf(noBrowser !== undefined)(`the pool${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  let ui: Ui;
  let project: ProjectClient;
  beforeAll(async () => {
    ui = await openUi();
    const { dataset, labels } = await ui.client.samples.make('texts');
    await ui.client.projects.create({ id: 'pool', dataset, labels: labels.map((name) => ({ name })), batch: 10 });
    project = ui.client.project('pool');
    let given = 0;
    for await (const leases of project.batches({ n: 10 })) {
      await project.respond(
        leases.map(({ item, id: lease, text = '' }) => ({
          item,
          lease,
          value: (labels.find((name) => text.includes(name)) ?? labels[given % labels.length]) as string,
        })),
      );
      given += leases.length;
      if (given >= 40) break;
    }
    await project.settled();
  });
  afterAll(() => ui?.close());

  const rows = (page: Page) => page.getByRole('table', { name: 'Items of the pool' }).getByRole('row');

  it.each(['light', 'dark', 'contrast'] as const)('lists every item, in %s', async (theme) => {
    const { page, faults } = await ui.open('/projects/pool/pool', { theme });
    await rows(page).nth(1).waitFor();
    await page.getByText('1,000 items').waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, `pool-${theme}`);
    expect(faults).toEqual([]);
  });

  it('is searched while somebody types, and says what it is narrowed to', async () => {
    const { page } = await ui.open('/projects/pool/pool?sort=uncertainty');
    await page.getByLabel('Search').fill('courier');
    await page.waitForURL('**q=courier**');
    const { matches } = await project.pool.page({ q: 'courier' });
    expect(matches).toBeLessThan(1000);
    await page.getByText(`${matches} of 1,000 items`).waitFor();
    await page.getByRole('button', { name: 'Remove the filter “courier”' }).click();
    await page.getByText('1,000 items', { exact: true }).waitFor();
    expect(page.url()).toContain('sort=uncertainty');
  });

  it('is walked through by keys: an item is opened, looked at and left where it was', async () => {
    const { page } = await ui.open('/projects/pool/pool');
    await rows(page).nth(1).getByRole('button').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: 'Item' });
    await panel.getByRole('heading', { name: 'Nearest items' }).waitFor();
    await panel
      .getByRole('button', { name: /^Go to/ })
      .nth(7)
      .waitFor();
    await expectAccessible(page);
    const second = (await project.pool.page({ limit: 2 })).items[1]?.item as string;
    await panel.getByRole('heading', { name: second }).waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await page.waitForFunction(`document.activeElement?.getAttribute('data-item-id') === ${JSON.stringify(second)}`);
  });

  it('excludes what is selected once that is confirmed, and takes it back', async () => {
    const { page } = await ui.open('/projects/pool/pool');
    const [first, second] = (await project.pool.page({ limit: 2 })).items;
    await rows(page).nth(1).getByRole('checkbox').check();
    await rows(page).nth(2).getByRole('checkbox').check();
    const bar = page.getByRole('region', { name: 'Selected items' });
    await bar.getByText('2 selected').waitFor();
    await bar.getByRole('button', { name: 'Exclude' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Exclude' }).click();
    await page.getByText('2 excluded.').waitFor();
    const out = await project.pool.page({ status: 'excluded' });
    // others of the same content go with them
    const own = out.items.filter(({ isDuplicate }) => !isDuplicate);
    expect(own.map(({ item }) => item)).toEqual([first?.item, second?.item]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('2 put back.').waitFor();
    expect((await project.pool.page({ status: 'excluded' })).matches).toBe(0);
  });

  it('is a map on which a lasso selects what is then labelled at once', async () => {
    const { page, faults } = await ui.open('/projects/pool/pool?view=map');
    const map = page.getByRole('application');
    await map.waitFor();
    // it is drawn: in view is told when it is at rest
    await page.getByRole('button', { name: /^In view \([1-9]/ }).waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'pool-map');
    await page.getByLabel('Colour by').selectOption('status');
    await page
      .getByRole('list', { name: 'What the colours mean' })
      .getByRole('button', { name: /^Labelled/ })
      .click();
    const box = await map.boundingBox();
    if (box === null) throw new Error('the map is not on the page');
    await page.keyboard.down('Shift');
    await page.mouse.move(box.x + 4, box.y + 4);
    await page.mouse.down();
    for (const [x, y] of [
      [0.9, 0.02],
      [0.9, 0.98],
      [0.01, 0.98],
    ] as const) {
      await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 3 });
    }
    await page.mouse.up();
    await page.keyboard.up('Shift');
    const bar = page.getByRole('region', { name: 'Selected items' });
    const count = Number.parseInt((await bar.getByRole('status').textContent()) ?? '', 10);
    expect(count).toBeGreaterThan(500);
    await bar.getByRole('button', { name: 'Label …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'refund' }).click();
    await dialog.getByRole('button', { name: `Label ${count} as refund` }).click();
    await page.getByText(`${count} labelled.`).waitFor();
    expect((await project.pool.page({ arm: 'bulk', label: 'refund' })).matches).toBe(count);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(/labels taken back/).waitFor();
    expect((await project.pool.page({ arm: 'bulk' })).matches).toBe(0);
    expect(faults).toEqual([]);
  });

  it('says what to do where the map cannot be drawn', async () => {
    const { page } = await ui.open('/');
    await page.addInitScript({ content: 'HTMLCanvasElement.prototype.getContext = () => null;' });
    await page.goto('/projects/pool/pool?view=map');
    await page.getByRole('button', { name: 'To the list' }).click();
    await rows(page).nth(1).waitFor();
  });

  it('fits a phone', async () => {
    const { page } = await ui.open('/projects/pool/pool', { width: 360, height: 740 });
    await rows(page).nth(1).waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'pool-phone');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });
});
