import type { Item } from '@alaas/core';
import type { FormatContext, RowFormat } from './row-format.ts';
import { linesOf } from './text-blocks.ts';

/** One URI or path a line; blank lines and those that start with # are skipped. */
export function plainList({ reader }: FormatContext): RowFormat {
  return {
    push(block) {
      const items: Item[] = [];
      for (const [line, number] of linesOf(block)) {
        const written = line.trim();
        if (written === '' || written.startsWith('#')) continue;
        const item = reader.read({ uri: written }, number);
        if (item !== undefined) items.push(item);
      }
      return items;
    },
    end: () => [],
  };
}
