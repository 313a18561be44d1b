import type { ProjectLabel } from '@alaas/core';
import { labelColor } from '../ui/palette.ts';

/** A label's name behind a dot of its colour. */
export function LabelName({ name, labels }: { readonly name: string; readonly labels: readonly ProjectLabel[] }) {
  const index = labels.findIndex((label) => label.name === name);
  return (
    <span className="inline-flex items-baseline gap-2">
      {/* answers of a pairwise task are no labels of the project */}
      {index === -1 ? null : (
        <span
          aria-hidden
          data-swatch
          className="size-2.5 shrink-0 rounded-full"
          style={{ backgroundColor: labelColor(index, labels[index]?.color) }}
        />
      )}
      <span dir="auto" className="break-words">
        {name}
      </span>
    </span>
  );
}
