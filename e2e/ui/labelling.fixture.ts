import type { ProjectClient } from '@alaas/client';
import type { Locator, Page } from 'playwright-core';
import type { Known, Oracle } from './oracle.fixture.ts';

/** Looks at an unchanged page, of some milliseconds each, before it counts as stuck. */
const mostLooks = 3000;

/** Somebody who labels with the number keys, and remembers what was given. */
export interface Labeller {
  /** Answers so many items; waits for each next one. */
  answer(count: number): Promise<void>;
  /** Answers until something is on the page, so many items at most. */
  answerUntil(seen: Locator, most: number): Promise<void>;
  /** The item on the screen, as soon as there is one; another than the given one. */
  next(before?: string): Promise<Known>;
  /** Presses the key of an item's label, and remembers it. */
  give(known: Known): Promise<void>;
  /** Label by item: what the service must have in the end. */
  readonly given: Map<string, string>;
}

export function createLabeller(page: Page, oracle: Oracle, labels: readonly string[]): Labeller {
  const given = new Map<string, string>();
  const next = async (before?: string): Promise<Known> => {
    for (let i = 0; i < mostLooks; i++) {
      const known = await oracle.look(page);
      if (known !== undefined && known.item !== before) return known;
    }
    throw new Error(`No item came after ${before ?? 'the start'}: ${await page.locator('main').textContent()}`);
  };
  const give = async ({ item, label }: Known): Promise<void> => {
    // without keys of their own, labels have the digits in the order of the project
    await page.keyboard.press(String(labels.indexOf(label) + 1));
    given.set(item, label);
  };
  return {
    given,
    next,
    give,
    async answer(count) {
      let known = await next();
      for (let i = 0; i < count; i++) {
        await give(known);
        if (i + 1 < count) known = await next(known.item);
      }
    },
    async answerUntil(seen, most) {
      let before: string | undefined;
      for (let i = 0; i < most; i++) {
        const known = await Promise.race([next(before), seen.waitFor().then(() => undefined)]);
        if (known === undefined) return;
        await give(known);
        before = known.item;
      }
      await seen.waitFor();
    },
  };
}

/** What the caller has submitted, with nothing taken back or skipped: item and label in the order of items. */
export async function answersOf(project: ProjectClient): Promise<[item: string, label: unknown][]> {
  const found: [string, unknown][] = [];
  for await (const { item, status, value } of project.history()) {
    if (status === 'submitted') found.push([item, value]);
  }
  return found.sort(byItem);
}

export function sorted(given: ReadonlyMap<string, string>): [item: string, label: string][] {
  return [...given].sort(byItem);
}

function byItem([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
