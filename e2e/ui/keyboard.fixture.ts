import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** More stops than any page has. */
const mostStops = 200;

/** Presses Tab until it is there, as somebody without a mouse does. @throws where Tab never gets there */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let i = 0; i < mostStops; i++) {
    if (await isFocused(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${mostStops} presses of Tab do not reach ${target}.`);
}

/** Goes there by Tab, and presses it. */
export async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Goes to a field by Tab, and writes over what is in it. */
export async function write(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}

export async function isFocused(target: Locator): Promise<boolean> {
  return await target.evaluate((element: { matches(selector: string): boolean }) => element.matches(':focus'));
}

/** The focus is there, or soon will be: what takes it back when something closes does so in a frame after that. */
export async function expectFocused(target: Locator, message = 'the focus is there'): Promise<void> {
  await expect.poll(() => isFocused(target), { timeout: 20_000, message }).toBe(true);
}
