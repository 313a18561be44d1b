import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, keepScreenshot, noBrowser, openUi, type Ui } from './browser.fixture.ts';

const sentence = 'On Monday Grace Brewster Hopper wrote to Ada.';
/** A machine with more to do. */
const patient = { timeout: 15_000 };
const quote = (words: string) => `“${words}”`;

/** Left and right of some words of the text, as they stand on the page. */
async function placeOf(page: Page, words: string): Promise<{ left: number; right: number; y: number }> {
  return await page.evaluate(`(() => {
    const wanted = ${JSON.stringify(words)};
    for (const run of document.querySelectorAll('[data-unit]')) {
      const text = run.firstChild;
      const at = text.textContent.indexOf(wanted);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + wanted.length);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return { left: left + 1, right: right - 1, y: (top + bottom) / 2 };
    }
    throw new Error(wanted + ' is not on the page');
  })()`);
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
}

async function middleOf(found: Locator): Promise<{ x: number; y: number }> {
  const box = await found.boundingBox();
  if (box === null) throw new Error('It is not on the page.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

describe.skipIf(noBrowser !== undefined)('marks', () => {
  let ui: Ui;
  beforeAll(async () => {
    ui = await openUi();
    await ui.client.datasets.create({ id: 'letters' });
    const texts = Array.from({ length: 6 }, (_, i) => ({ id: `letter-${i}`, text: `${sentence} Letter ${i}.` }));
    await ui.client.jobs.wait((await ui.client.datasets.push('letters', { items: texts })).job);
    const labels = ['person', 'day'].map((name) => ({ name }));
    await ui.client.projects.create({ id: 'letters', name: 'Letters', dataset: 'letters', task: 'spans', labels });

    // wider than high as it is stored; upright its red half, on top in the file, is at the right
    const rows = (colour: readonly number[]) => Array.from({ length: 60 * 20 }, () => colour).flat();
    const raw = Uint8Array.from([...rows([255, 0, 0]), ...rows([255, 255, 255])]);
    const picture = sharp(raw, { raw: { width: 60, height: 40, channels: 3 } });
    const files = await Promise.all(
      (['webp', 'png', 'jpeg'] as const).map(async (format) => {
        const file = await picture.clone()[format]().withMetadata({ orientation: 6 }).toBuffer();
        return { id: `picture.${format}`, blob: file.toString('base64') };
      }),
    );
    await ui.client.datasets.create({ id: 'pictures' });
    await ui.client.jobs.wait((await ui.client.datasets.push('pictures', { items: files })).job);
    const boxLabels = [{ name: 'red' }];
    const project = { id: 'pictures', name: 'Pictures', dataset: 'pictures', task: 'boxes' as const };
    await ui.client.projects.create({ ...project, labels: boxLabels });
  });
  afterAll(() => ui?.close());

  it('have ends that the mouse and the keys move, and Enter sends them', async () => {
    const { page, faults } = await ui.open('/projects/letters/annotate');
    const mark = page.locator('[data-mark]');
    await page.locator('[data-item]').waitFor();
    await page.keyboard.press('1');
    const brewster = await placeOf(page, 'Brewster');
    await drag(page, { x: brewster.left, y: brewster.y }, { x: brewster.right, y: brewster.y });
    await mark.click();
    const hopper = await placeOf(page, 'Hopper');
    await drag(page, await middleOf(page.locator('[data-grip=end]')), { x: hopper.right, y: hopper.y });
    await page.getByRole('button', { name: `person: ${quote('Brewster Hopper')}` }).waitFor();
    const grace = await placeOf(page, 'Grace');
    await drag(page, await middleOf(page.locator('[data-grip=start]')), { x: grace.left, y: grace.y });
    await page.getByRole('button', { name: `person: ${quote('Grace Brewster Hopper')}` }).waitFor();
    await keepScreenshot(page, 'annotate-span-ends');
    await expectAccessible(page);
    for (const [key, words] of [
      ['Shift+ArrowRight', 'Grace Brewster Hopper wrote'],
      ['Alt+ArrowLeft', 'Monday Grace Brewster Hopper wrote'],
      ['Shift+ArrowLeft', 'Monday Grace Brewster Hopper'],
      ['Control+z', 'Monday Grace Brewster Hopper wrote'],
      ['Control+y', 'Monday Grace Brewster Hopper'],
    ] as const) {
      await page.keyboard.press(key);
      await page.getByRole('button', { name: `person: ${quote(words)}`, exact: true }).waitFor();
    }
    await mark.click();
    await page.keyboard.press('Alt+ArrowRight');
    await page.keyboard.press('Enter');
    await mark.waitFor({ state: 'detached' });
    await expect
      .poll(async () => (await ui.client.project('letters').historyPage()).responses.map(({ value }) => value), patient)
      .toEqual([[{ label: 'person', start: 10, end: 31 }]]);
    expect(faults).toEqual([]);
  });

  it('have their keys in the list of keys', async () => {
    const { page } = await ui.open('/projects/letters/annotate');
    await page.locator('[data-item]').waitFor();
    await page.keyboard.press('?');
    await page.getByText('Move the start of the chosen mark').waitFor();
    await expectAccessible(page);
  });

  it.each(['argilla', 'doccano'])('leave to the text the arrows that %s has for other things', async (preset) => {
    const { page, context } = await ui.open('/');
    const keys = JSON.stringify({ preset, own: {}, areCharactersOn: true });
    await context.addInitScript((given) => localStorage.setItem('alaas.keys', given), keys);
    await page.goto('/projects/letters/annotate');
    const item = page.locator('[data-item]');
    await item.waitFor();
    const before = await item.textContent();
    await page.keyboard.press('ArrowRight');
    await page.locator('[data-chosen]').waitFor();
    expect(await item.textContent()).toBe(before);
    // what is printed on the button works
    const printed = await page.getByRole('button', { name: 'Skip' }).getAttribute('aria-keyshortcuts');
    expect(printed).toBe('Space');
    await page.keyboard.press('Space');
    await expect.poll(() => item.textContent(), patient).not.toBe(before);
  });

  it('are on the pixels that the model sees, whatever turns the image upright', async () => {
    const { page, faults } = await ui.open('/projects/pictures/annotate');
    for (let i = 0; i < 3; i++) {
      const image = page.locator('[data-item] img');
      await expect
        .poll(() => image.evaluate((one) => (one as unknown as { naturalHeight: number }).naturalHeight), patient)
        .toBe(60);
      const place = await image.boundingBox();
      if (place === null) throw new Error('There is no image.');
      const scale = place.width / 40;
      const at = (x: number, y: number) => ({ x: place.x + x * scale, y: place.y + y * scale });
      // the right half, which is the red one
      await drag(page, at(20, 0), at(39.9, 59.9));
      const source = await image.getAttribute('src');
      // the box that was drawn has the focus: Enter sends it all the same
      await page.keyboard.press('Enter');
      if (i < 2) await expect.poll(() => image.getAttribute('src').catch(() => source), patient).not.toBe(source);
    }
    const project = ui.client.project('pictures');
    await expect.poll(async () => (await project.historyPage()).responses.length, patient).toBe(3);
    for (const { item, value } of (await project.historyPage()).responses) {
      const box = { label: 'red', x: 20, y: 0, width: 20, height: 60 };
      expect(value, item).toEqual({ width: 40, height: 60, boxes: [box] });
    }
    expect(faults).toEqual([]);
  });
});
