import type { Item } from '@alaas/core';
import type { FormatContext, RowFormat } from './row-format.ts';
import { linesOf } from './text-blocks.ts';

/** One text a line, without the blanks around it; blank lines are skipped. */
export function plainTexts({ reader }: FormatContext): RowFormat {
  return {
    push(block) {
      const items: Item[] = [];
      for (const [line, number] of linesOf(block)) {
        const text = line.trim();
        const item = text === '' ? undefined : reader.read({ text }, number);
        if (item !== undefined) items.push(item);
      }
      return items;
    },
    end: () => [],
  };
}
