import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, keepScreenshot, noBrowser, type Opened, openUi, type Ui } from './browser.fixture.ts';
import { expectFocused, press, tabTo, write } from './keyboard.fixture.ts';
import { beginProject } from './project.fixture.ts';
import { walkByTab } from './tab-walk.fixture.ts';

describe.skipIf(noBrowser !== undefined)('somebody without a mouse', () => {
  let ui: Ui;
  let opened: Opened;
  beforeAll(async () => {
    ui = await openUi();
    await beginProject(ui);
    opened = await ui.open('/');
  });
  afterAll(() => ui?.close());

  async function go(path: string): Promise<Opened['page']> {
    const { page } = opened;
    await page.goto(`/projects/mail/${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
    await page.getByRole('progressbar').first().waitFor({ state: 'detached' });
    return page;
  }

  it.each([
    'annotate',
    'progress',
    'review',
    'pool',
    'compare',
    'models',
    'settings?tab=task',
    'settings?tab=stopping',
    'settings?tab=people',
    '../../new',
  ])('reaches everything on %s, and sees where the focus is', async (path) => {
    const { reached, missed, unseen } = await walkByTab(await go(path));
    expect(reached.length).toBeGreaterThan(5);
    expect({ missed, unseen }).toEqual({ missed: [], unseen: [] });
  });

  it('opens the keys, a note and the guidelines; Escape closes each and gives the focus back', async () => {
    const page = await go('annotate');
    const item = page.locator('[data-item]');
    await item.waitFor();
    await tabTo(page, item);
    for (const key of ['?', 'f']) {
      await page.keyboard.press(key);
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      expect(await page.locator('dialog :focus').count(), 'the focus is in the dialog').toBe(1);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await expectFocused(item, `after ${key}`);
    }
    await page.keyboard.press('g');
    await page.getByRole('complementary', { name: 'Guidelines' }).getByText('How to label').waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'annotate-guidelines');
    await page.keyboard.press('Escape');
    await page.getByRole('complementary', { name: 'Guidelines' }).waitFor({ state: 'detached' });
    await expectFocused(item);
  });

  it('changes the appearance, and has the focus back', async () => {
    const page = await go('annotate');
    const menu = page.getByRole('button', { name: 'Appearance and language' });
    await press(page, menu);
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await expectFocused(menu);
  });

  it('invites somebody, and thinks twice about removing them', async () => {
    const page = await go('settings?tab=people');
    const name = page.getByLabel('Name of the new member');
    await write(page, name, 'Grace');
    await page.keyboard.press('Enter');
    const invitation = page.getByRole('dialog', { name: 'Invitation of Grace' });
    await invitation.waitFor();
    await expectAccessible(page);
    await keepScreenshot(page, 'settings-invitation');
    await page.keyboard.press('Escape');
    await invitation.waitFor({ state: 'detached' });
    await expectFocused(name);

    const remove = page.getByRole('button', { name: 'Remove Grace' });
    await press(page, remove);
    const question = page.getByRole('dialog', { name: 'Remove Grace' });
    await question.waitFor();
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await expectFocused(remove);
    const names = (await ui.client.project('mail').members.list()).map((member) => member.name);
    expect(names).toContain('Grace');
  });

  it('decides on a disputed item', async () => {
    const project = ui.client.project('mail');
    const open = (await project.disputes()).filter(({ verdict }) => verdict === undefined);
    const page = await go('review');
    await press(page, page.getByRole('button', { name: 'safety' }));
    await press(page, page.getByRole('button', { name: 'Decide' }));
    await page.getByText(/^Decided on /).waitFor();
    const decided = (await project.disputes()).filter(({ verdict }) => verdict === 'safety');
    expect(decided).toHaveLength(1);
    expect(open.map(({ item }) => item)).toContain(decided[0]?.item);
  });
});
