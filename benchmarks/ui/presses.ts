import type { Page } from 'playwright-core';

interface PageGlobals {
  readonly document: { querySelector(selector: string): object | null };
  readonly performance: { now(): number };
  requestAnimationFrame(run: () => void): void;
  addEventListener(type: 'keydown', run: (event: { timeStamp: number }) => void, options: object): void;
  /** Milliseconds from the newest press of a key to the painted next item. */
  nextItemMs: Promise<number>;
}

/** What a person does not notice between two items. */
const pauseMs = 150;

/**
 * Answers items by a key, and measures each time from the press to the next item on the screen: from the event's own time
 * stamp to the end of the frame that paints another item.
 */
export async function measurePresses(page: Page, key: string, count: number): Promise<number[]> {
  await page.evaluate(() => {
    const page = globalThis as unknown as PageGlobals;
    // another item is another element, whatever it says
    const shown = (): object | null => page.document.querySelector('[data-item] p');
    page.addEventListener(
      'keydown',
      ({ timeStamp }) => {
        const before = shown();
        page.nextItemMs = new Promise((resolve) => {
          const look = (): void => {
            const now = shown();
            if (now === null || now === before) page.requestAnimationFrame(look);
            // a task behind the frame: it has been painted
            else setTimeout(() => resolve(page.performance.now() - timeStamp), 0);
          };
          page.requestAnimationFrame(look);
        });
      },
      { capture: true },
    );
  });
  const found: number[] = [];
  for (let i = 0; i < count; i++) {
    await page.keyboard.press(key);
    found.push(await page.evaluate(() => (globalThis as unknown as PageGlobals).nextItemMs));
    await page.waitForTimeout(pauseMs);
  }
  return found;
}
