import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepScreenshot, noBrowser, type Opened, openUi, type Ui } from './browser.fixture.ts';
import { expectFocused, isFocused, press, tabTo, write } from './keyboard.fixture.ts';
import { beginProject } from './project.fixture.ts';

/** A machine with much to do takes its time. */
const slowly = { timeout: 20_000 };

describe.skipIf(noBrowser !== undefined)('every flow, by keyboard alone', () => {
  let ui: Ui;
  let opened: Opened;
  beforeAll(async () => {
    ui = await openUi();
    await beginProject(ui);
    for (const [id, task, sample] of [
      ['boxes', 'boxes', 'images'],
      ['spans', 'spans', 'texts'],
    ] as const) {
      const { dataset, job } = await ui.client.samples.make(sample);
      await ui.client.jobs.wait(job);
      await ui.client.projects.create({ id, task, dataset, labels: [{ name: 'one' }, { name: 'two' }] });
    }
    opened = await ui.open('/');
  });
  afterAll(() => ui?.close());

  async function go(path: string): Promise<Page> {
    const { page } = opened;
    await page.goto(path);
    await isThere(page);
    return page;
  }

  const pageLink = (page: Page, name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true });

  it('moves from page to page: title, focus and what is told go along, and come back', async () => {
    const page = await go('/');
    expect(await page.title()).toBe('Projects · ALaaS');
    await press(page, page.getByRole('link', { name: /^Mail of customers/ }));
    const item = page.locator('[data-item]');
    await item.waitFor();
    await expectFocused(item, 'to label begins at the item');
    const main = page.getByRole('main');
    const told = page.locator('[data-arrival]');
    for (const [name, title] of [
      ['Progress', 'Progress'],
      ['Pool', 'Pool'],
      ['Review', 'Review'],
      ['Compare', 'Compare strategies'],
      ['Models', 'Models'],
      ['Settings', 'Settings'],
    ] as const) {
      await press(page, pageLink(page, name));
      await told.getByText(`${title} · Mail of customers · ALaaS`, { exact: true }).waitFor({ state: 'attached' });
      expect(await page.title()).toBe(`${title} · Mail of customers · ALaaS`);
      await expectFocused(main, name);
    }
    // a part of the page is no other page
    await tabTo(page, page.getByRole('tab', { name: 'Labels and guidelines' }));
    await page.keyboard.press('ArrowRight');
    const second = page.getByRole('tab', { name: 'Choosing and training', selected: true });
    await second.waitFor();
    await expectFocused(second);
    await page.goBack();
    await told.getByText(/^Models/).waitFor({ state: 'attached' });
    await expectFocused(main);
    await page.goForward();
    await told.getByText(/^Settings/).waitFor({ state: 'attached' });
    await expectFocused(main);
  });

  it.each(['/', '/new', '/sign-in', '/projects/none/annotate', '/projects/mail/progress', '/projects/mail/none'])(
    'has a way past the bar as its first stop: %s',
    async (path) => {
      const page = await go(path);
      const address = page.url();
      await page.keyboard.press('Tab');
      const skip = page.getByRole('link', { name: 'Skip to the content' });
      await expectFocused(skip);
      await page.keyboard.press('Enter');
      const main = page.getByRole('main');
      expect(await main.count()).toBe(1);
      await expectFocused(main);
      expect(page.url()).toBe(address);
    },
  );

  it('changes the language: the page says it is in it, in its title too', async () => {
    const page = await go('/projects/mail/models');
    const choose = async (menu: string, language: string) => {
      await press(page, page.getByRole('button', { name: menu }));
      const choice = page.getByRole('menuitemcheckbox', { name: language });
      for (let i = 0; i < 10 && !(await isFocused(choice)); i++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    };
    await choose('Appearance and language', '中文');
    await expect.poll(() => page.title(), slowly).toBe('模型 · Mail of customers · ALaaS');
    expect(await page.locator('html').getAttribute('lang')).toBe('zh');
    expect(await page.locator('[data-arrival]').textContent(), 'it is no other page').toBe('');
    await choose('外观与语言', 'English');
    await expect.poll(() => page.locator('html').getAttribute('lang'), slowly).toBe('en');
  });

  it('selects items in the list of the pool, excludes them and takes it back', async () => {
    const page = await go('/projects/mail/pool');
    const rows = page.getByRole('table', { name: 'Items of the pool' }).getByRole('row');
    await tabTo(page, rows.nth(1).locator('[data-item-id]'));
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    const bar = page.getByRole('region', { name: 'Selected items' });
    await bar.getByText('2 selected').waitFor();
    const exclude = bar.getByRole('button', { name: 'Exclude' });
    await press(page, exclude);
    const question = page.getByRole('dialog', { name: 'Exclude 2 items?' });
    await question.waitFor();
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await expectFocused(exclude);
    await page.keyboard.press('Enter');
    await press(page, question.getByRole('button', { name: 'Exclude' }));
    await page.getByText('2 excluded.').waitFor();
    expect((await ui.client.project('mail').pool.page({ status: 'excluded' })).matches).toBeGreaterThanOrEqual(2);
    await press(page, page.getByRole('button', { name: 'Undo' }));
    await page.getByText('2 put back.').waitFor();
    expect((await ui.client.project('mail').pool.page({ status: 'excluded' })).matches).toBe(0);
  });

  it('goes through the map, and selects in its table what a lasso would', async () => {
    const { page } = opened;
    await page.goto('/projects/mail/pool?view=map');
    await page.getByRole('button', { name: /^In view \([1-9]/ }).waitFor();
    const map = page.getByRole('application');
    await tabTo(page, map);
    const inView = page.getByRole('button', { name: /^In view/ });
    const all = await inView.textContent();
    for (const key of ['+', '+', '+', 'ArrowLeft']) await page.keyboard.press(key);
    await expect.poll(() => inView.textContent(), slowly).not.toBe(all);
    await page.keyboard.press('Home');
    await expect.poll(() => inView.textContent(), slowly).toBe(all);
    await press(page, inView);
    const table = page.getByRole('table');
    await tabTo(page, table.locator('[data-item-id]').first());
    // one of the first two is a gold item, which keeps its answer
    for (const key of ['ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    const bar = page.getByRole('region', { name: 'Selected items' });
    await bar.getByText('2 selected').waitFor();
    await press(page, bar.getByRole('button', { name: 'Label …' }));
    const dialog = page.getByRole('dialog');
    await press(page, dialog.getByRole('button', { name: 'refund' }), 'Space');
    await press(page, dialog.getByRole('button', { name: 'Label 2 as refund' }));
    await page.getByText('2 labelled.').waitFor();
    await expectFocused(page.getByRole('status').filter({ hasText: '2 labelled.' }), 'at what is told');
    expect((await ui.client.project('mail').pool.page({ arm: 'bulk', label: 'refund' })).matches).toBe(2);
  });

  it('looks at a chart as a table, and back', async () => {
    const page = await go('/projects/mail/progress');
    const chart = page.getByRole('figure', { name: 'Learning curve' });
    await press(page, chart.getByRole('button', { name: 'As a table' }));
    await chart.getByRole('table', { name: 'Learning curve' }).waitFor();
    const back = chart.getByRole('button', { name: 'As a chart' });
    await expectFocused(back);
    await page.keyboard.press('Enter');
    await chart.getByRole('img', { name: 'Learning curve' }).waitFor();
  });

  it('lets an earlier version serve, and follows the newest again', async () => {
    const page = await go('/projects/mail/models');
    await press(page, page.getByRole('button', { name: 'Let version 1 serve' }));
    const question = page.getByRole('dialog', { name: 'Let version 1 serve?' });
    await press(page, question.getByRole('button', { name: 'Serve' }));
    await question.waitFor({ state: 'detached' });
    const notices = page.getByRole('region', { name: 'Notifications' });
    await notices.getByText('Version 1 serves now.').waitFor();
    expect(await page.locator('section[aria-label="Notifications"] :focus').count(), 'it takes no focus').toBe(0);
    await press(page, page.getByRole('button', { name: 'Follow the newest again' }));
    await press(page, page.getByRole('dialog').getByRole('button', { name: 'Serve' }));
    await page.getByText('The newest version serves now.').waitFor();
  });

  it('asks the model about a text', async () => {
    const page = await go('/projects/mail/models');
    await write(page, page.getByLabel('Text to ask about'), 'Where is my parcel?');
    await press(page, page.getByRole('button', { name: 'Predict', exact: true }));
    await page.getByRole('main').getByText('Where is my parcel?').last().waitFor();
  });

  it('compares strategies', async () => {
    const page = await go('/projects/mail/compare');
    const begin = page.getByRole('button', { name: 'Compare', exact: true });
    await tabTo(page, page.getByRole('checkbox').first());
    await page.keyboard.press('Space');
    await page.keyboard.press('Space');
    await press(page, begin);
    const jobs = async () => (await ui.client.jobs.list()).filter(({ kind }) => kind === 'simulation');
    await expect.poll(async () => (await jobs()).length, slowly).toBe(1);
  });

  it('draws a box, moves it and sends it', async () => {
    const page = await go('/projects/boxes/annotate');
    const item = page.locator('[data-item]');
    await item.waitFor();
    await tabTo(page, item);
    await page.keyboard.press('b');
    await page.getByRole('button', { name: /^one, box 1 of 1/ }).waitFor();
    const before = await page.getByRole('button', { name: /^one, box 1 of 1/ }).getAttribute('aria-label');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Alt+ArrowDown');
    await page.keyboard.press('2');
    const box = page.getByRole('button', { name: /^two, box 1 of 1/ });
    await box.waitFor();
    expect(await box.getAttribute('aria-label')).not.toBe(before?.replace('one', 'two'));
    await keepScreenshot(page, 'keyboard-box');
    await page.keyboard.press('Enter');
    const sent = async () => (await ui.client.project('boxes').historyPage({ limit: 1 })).responses[0]?.value;
    await expect.poll(sent, slowly).toMatchObject({ boxes: [{ label: 'two' }] });
  });

  it('marks words of a text and sends them', async () => {
    const page = await go('/projects/spans/annotate');
    const item = page.locator('[data-item]');
    await item.waitFor();
    await tabTo(page, item);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Control+Shift+ArrowRight');
    await page.keyboard.press('2');
    await page.getByText(/^Marked .* as two\.$/).waitFor({ state: 'attached' });
    await keepScreenshot(page, 'keyboard-span');
    await page.keyboard.press('Enter');
    const sent = async () => (await ui.client.project('spans').historyPage({ limit: 1 })).responses[0]?.value;
    await expect.poll(sent, slowly).toMatchObject([{ label: 'two' }]);
  });

  it('deletes a project once its name is typed, and is at the list of the others', async () => {
    const { dataset } = await ui.client.samples.make('texts');
    await ui.client.projects.create({ id: 'gone', dataset, labels: [{ name: 'one' }, { name: 'two' }] });
    const page = await go('/projects/gone/settings?tab=danger');
    const button = page.getByRole('button', { name: 'Delete the project for good' });
    await write(page, page.getByLabel('Type gone to delete it'), 'go');
    expect(await button.isDisabled()).toBe(true);
    await page.keyboard.type('ne');
    await press(page, button);
    await page.getByRole('heading', { level: 1, name: 'Projects' }).waitFor();
    await expectFocused(page.getByRole('main'));
    const ids = (await ui.client.projects.list()).map(({ id }) => id);
    expect(ids).not.toContain('gone');
    expect(ids).toContain('mail');
  });
});

describe.skipIf(noBrowser !== undefined)('somebody who signs in by keyboard', () => {
  let ui: Ui;
  beforeAll(async () => {
    ui = await openUi({ token: 'correct-horse-battery' });
  });
  afterAll(() => ui?.close());

  it('pastes the token, and is where they wanted to be with the focus on the page', async () => {
    const { page, context } = await ui.open('/new', { token: 'wrong-horse-battery' });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await isThere(page);
    const field = page.getByLabel('Token');
    await page.evaluate("navigator.clipboard.writeText('correct-horse-battery')");
    await tabTo(page, field);
    await page.keyboard.press('Control+v');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'New project' }).waitFor();
    await expectFocused(page.getByRole('main'));
  });
});

async function isThere(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
  await page.getByRole('progressbar').first().waitFor({ state: 'detached' });
}
