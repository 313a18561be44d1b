import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, keepScreenshot, noBrowser, type Opened, openUi, type Ui } from './browser.fixture.ts';
import { beginProject } from './project.fixture.ts';

const looks = {
  light: { theme: 'light' },
  dark: { theme: 'dark' },
  phone: { theme: 'light', width: 390, height: 844 },
} as const;

const ofProject = (path: string): string => `/projects/mail/${path}`;
const settings = ['task', 'choosing', 'stopping', 'people', 'data', 'webhooks', 'history', 'danger'];
const pages: readonly (readonly [name: string, path: string])[] = [
  ['home', '/'],
  ['new', '/new'],
  ['annotate', ofProject('annotate')],
  ...['learning', 'mistakes', 'people', 'rounds'].map(
    (view) => [`progress-${view}`, ofProject(`progress?view=${view}`)] as const,
  ),
  ...['list', 'map', 'errors'].map((view) => [`pool-${view}`, ofProject(`pool?view=${view}`)] as const),
  ...['disputes', 'gold', 'people'].map((tab) => [`review-${tab}`, ofProject(`review?tab=${tab}`)] as const),
  ['compare', ofProject('compare')],
  ['models', ofProject('models')],
  ...settings.map((tab) => [`settings-${tab}`, ofProject(`settings?tab=${tab}`)] as const),
];

describe.skipIf(noBrowser !== undefined)('every page', () => {
  let ui: Ui;
  const opened = new Map<string, Opened>();
  beforeAll(async () => {
    ui = await openUi();
    await beginProject(ui);
    for (const [look, options] of Object.entries(looks)) opened.set(look, await ui.open('/', options));
  });
  afterAll(() => ui?.close());

  describe.each(Object.keys(looks))('in %s', (look) => {
    it.each(pages)('is accessible, whole and without faults: %s', async (name, path) => {
      const { page, faults } = opened.get(look) as Opened;
      const before = faults.length;
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
      await page.getByRole('progressbar').first().waitFor({ state: 'detached' });
      await keepScreenshot(page, `${name}-${look}`);
      await expectAccessible(page);
      expect(await widerThanPage(page)).toEqual([]);
      expect(faults.slice(before)).toEqual([]);
    });
  });
});

interface Box {
  readonly scrollWidth: number;
  readonly clientWidth: number;
  readonly tagName: string;
}

/** What would have to be scrolled sideways to be read: the page, or its content. */
async function widerThanPage(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const { document } = globalThis as unknown as { document: { querySelectorAll(selector: string): Iterable<Box> } };
    return [...document.querySelectorAll('html, body, main')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(({ tagName, scrollWidth, clientWidth }) => `${tagName}: ${scrollWidth} > ${clientWidth}`);
  });
}
