import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, keepScreenshot, noBrowser, openUi, type Ui } from './browser.fixture.ts';

describe.skipIf(noBrowser !== undefined)(`the page of an empty service${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  let ui: Ui;
  beforeAll(async () => {
    ui = await openUi();
  });
  afterAll(() => ui?.close());

  it.each(['light', 'dark', 'contrast'] as const)('says what to do first, in %s', async (theme) => {
    const { page, faults } = await ui.open('/', { theme });
    await page.getByRole('link', { name: 'New project' }).waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, `home-${theme}`);
    expect(faults).toEqual([]);
  });

  it('speaks Chinese', async () => {
    const { page } = await ui.open('/', { language: 'zh' });
    await page.getByRole('heading', { name: '项目', level: 1 }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh');
  });
});

describe.skipIf(noBrowser !== undefined)('a service with a token', () => {
  const token = 'a-token-of-many-letters';
  let ui: Ui;
  beforeAll(async () => {
    ui = await openUi({ token });
  });
  afterAll(() => ui?.close());

  it('lets people in who know it, and nobody else', async () => {
    const { page } = await ui.open('/', { token: 'not-the-token-at-all' });
    await page.getByLabel('Token').fill('still-not-the-token');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The service does not know this token.').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'New project' }).waitFor();
  });
});
