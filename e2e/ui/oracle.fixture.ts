import { sampleClips, sampleImages, sampleTexts } from '@alaas/zoo';
import type { Page } from 'playwright-core';

export type SampleId = 'texts' | 'images' | 'audio';

/** An item as a person sees it, and the label that is right. */
export interface Known {
  readonly item: string;
  readonly label: string;
}

/** Somebody who knows the answers: reads the page, and looks up what was made with that label. */
export interface Oracle {
  /** What is on the screen now; undefined: nothing. */
  look(page: Page): Promise<Known | undefined>;
  labelOf(item: string): string;
}

/** The seed of the service's samples. */
const seed = 1;
const makers = {
  texts: () => sampleTexts({ seed, size: 1000 }),
  images: () => sampleImages({ seed, size: 500 }),
  audio: () => sampleClips({ seed, size: 300 }),
} as const;

export function sampleOracle(id: SampleId): Oracle {
  const labels = new Map<string, string>();
  const byText = new Map<string, string>();
  for (const made of makers[id]()) {
    labels.set(made.id, made.label);
    if ('text' in made) byText.set(made.text, made.id);
  }
  const labelOf = (item: string): string => {
    const label = labels.get(item);
    if (label === undefined) throw new Error(`The sample has no item "${item}".`);
    return label;
  };
  return {
    labelOf,
    async look(page) {
      const seen = await onScreen(page);
      if (seen === '') return undefined;
      const item = byText.get(seen) ?? /(?:image|clip)-\d{5}/.exec(seen)?.[0];
      return item === undefined ? undefined : { item, label: labelOf(item) };
    },
  };
}

interface PageElement {
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

/** The text of the item, or the names that its picture or player has, as painted next; '' while there is none. */
async function onScreen(page: Page): Promise<string> {
  return await page.evaluate(async () => {
    const { document, requestAnimationFrame } = globalThis as unknown as {
      document: PageElement;
      requestAnimationFrame(run: () => void): void;
    };
    await new Promise<void>((resolve) => requestAnimationFrame(resolve));
    const box = document.querySelector('[data-item]');
    if (box === null) return '';
    const named = [...box.querySelectorAll('[aria-label], img[alt]')].map(
      (element) => element.getAttribute('aria-label') ?? element.getAttribute('alt') ?? '',
    );
    return named.length > 0 ? named.join('\n') : (box.querySelector('p')?.textContent ?? '');
  });
}
