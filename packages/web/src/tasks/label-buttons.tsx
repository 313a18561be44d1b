import type { ReactNode } from 'react';

/** The buttons of labels: in a row that wraps, on a phone in two columns that a thumb reaches; many scroll. */
export function LabelButtons({ legend, children }: { readonly legend: string; readonly children: ReactNode }) {
  return (
    <fieldset className="max-h-[45dvh] shrink-0 overflow-auto p-1">
      <legend className="sr-only">{legend}</legend>
      <div className="flex flex-wrap justify-center gap-2 max-md:grid max-md:grid-cols-2">{children}</div>
    </fieldset>
  );
}
