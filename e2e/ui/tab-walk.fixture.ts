import type { Page } from 'playwright-core';

interface PageElement {
  readonly tagName: string;
  readonly textContent: string;
  readonly tabIndex: number;
  checkVisibility(options: object): boolean;
  matches(selector: string): boolean;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
}

interface PageGlobals {
  readonly document: { readonly activeElement: PageElement; querySelectorAll(selector: string): Iterable<PageElement> };
  getComputedStyle(element: PageElement): { readonly outlineStyle: string; readonly outlineWidth: string };
}

/** What a walk by the Tab key through a page found. */
export interface TabWalk {
  /** Stops, in order. */
  readonly reached: readonly string[];
  /** What can be pressed or filled in, and Tab does not reach. */
  readonly missed: readonly string[];
  /** Stops at which nothing shows where the focus is. */
  readonly unseen: readonly string[];
}

/** More stops than any page has. */
const mostStops = 200;

/** Walks through a page by the Tab key, once around. */
export async function walkByTab(page: Page): Promise<TabWalk> {
  const names = await mark(page);
  const reached = new Set<number>();
  const unseen: string[] = [];
  for (let i = 0; i < mostStops; i++) {
    await page.keyboard.press('Tab');
    const { place, isSeen } = await stop(page);
    if (place === undefined) continue;
    if (reached.size > 1 && place === [...reached][0]) break;
    if (!isSeen && !reached.has(place)) unseen.push(names[place] ?? '');
    reached.add(place);
  }
  return {
    reached: [...reached].map((place) => names[place] ?? ''),
    missed: names.filter((_, place) => !reached.has(place)),
    unseen,
  };
}

/** Numbers everything that can have the focus. @returns what each is called, for a message */
async function mark(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const { document } = globalThis as unknown as PageGlobals;
    const selector = 'a[href], button, input, select, textarea, summary, audio[controls], [tabindex]';
    const all = [...document.querySelectorAll(selector)].filter(
      (element) =>
        element.tabIndex >= 0 &&
        // a list of tabs hands the focus on to the one that is chosen
        !element.matches(':disabled, [role="tablist"]') &&
        element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }),
    );
    return all.map((element, place) => {
      element.setAttribute('data-stop', String(place));
      return `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent.slice(0, 60)}`;
    });
  });
}

async function stop(page: Page): Promise<{ place: number | undefined; isSeen: boolean }> {
  return await page.evaluate(() => {
    const { document, getComputedStyle } = globalThis as unknown as PageGlobals;
    const { activeElement } = document;
    const place = activeElement.getAttribute('data-stop');
    const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
    // the box of an item shows it by its border
    const isSeen = (outlineStyle !== 'none' && outlineWidth !== '0px') || activeElement.matches('[data-item]');
    return { place: place === null ? undefined : Number(place), isSeen };
  });
}
