import type { BulkResult } from '@alaas/core';

/** Items that the service takes at a time. */
const mostItems = 10_000;

/** Does the same to any number of items, part by part. A part that fails as a whole ends it: those before are done. */
export async function inParts(
  items: readonly string[],
  act: (part: readonly string[]) => Promise<BulkResult>,
  size = mostItems,
): Promise<BulkResult> {
  const all: BulkResult = { changed: 0, known: 0, failed: [] };
  for (let at = 0; at < items.length; at += size) {
    const { changed, known, failed } = await act(items.slice(at, at + size));
    all.changed += changed;
    all.known += known;
    all.failed.push(...failed);
  }
  return all;
}
