import { sampleTexts } from '@alaas/zoo';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, keepScreenshot, noBrowser, type Opened, openUi, type Ui } from './browser.fixture.ts';

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
  ['pool', ofProject('pool')],
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
    await labelByTwo(ui);
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

/** A project that two people have begun, who do not always agree. */
async function labelByTwo(ui: Ui): Promise<void> {
  const size = 200;
  const made = [...sampleTexts({ seed: 1, size })];
  const truth = new Map(made.map(({ id, label }) => [id, label]));
  const labels = [...new Set(truth.values())];
  await ui.client.datasets.create({ id: 'mail' });
  const { job } = await ui.client.datasets.push('mail', { items: made.map(({ id, text }) => ({ id, text })) });
  await ui.client.jobs.wait(job);
  const guidelines = '# How to label\n\nLook at what the *customer* wants, not at how it is said.\n\n- one label each';
  await ui.client.projects.create({
    id: 'mail',
    name: 'Mail of customers',
    dataset: 'mail',
    labels: labels.map((name) => ({ name })),
    guidelines,
    overlap: 2,
    controlShare: 0.3,
    target: 0.9,
    stopping: { rule: 'label-budget', options: { labels: 200 } },
  });
  const project = ui.client.project('mail');
  const { token } = await project.members.add('Ada', 'annotator');
  const ada = ui.clientOf(token).project('mail');
  for (const [who, isRight] of [
    [project, () => true],
    // one in five she takes for something else
    [ada, (i: number) => i % 5 > 0],
  ] as const) {
    let batches = 0;
    for await (const leases of who.batches({ n: 10 })) {
      const answers = leases.map(({ id, item }, i) => {
        const right = truth.get(item) ?? '';
        const value = isRight(i) ? right : (labels.find((label) => label !== right) ?? right);
        return { item, lease: id, value, leadTimeMs: 1500 };
      });
      await who.respond(answers);
      batches++;
      if (batches === 3) break;
    }
  }
  const [first] = made;
  if (first !== undefined) await project.setGold([{ item: first.id, value: first.label }]);
  await project.webhooks.create({ url: 'http://127.0.0.1:9/labels' });
  await project.settled({ measured: true });
}
