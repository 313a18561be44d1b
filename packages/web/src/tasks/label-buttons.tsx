import type { ReactNode } from 'react';
import { cx } from '../ui/cx.ts';

interface LabelButtonsProps {
  readonly legend: string;
  /** Small ones on a phone, for what is not the answer itself. Default: false */
  readonly isDense?: boolean;
  readonly children: ReactNode;
}

/** The buttons of labels: in a row that wraps, on a phone in columns that a thumb reaches; many scroll. */
export function LabelButtons({ legend, isDense = false, children }: LabelButtonsProps) {
  return (
    <fieldset className="max-h-[45dvh] shrink-0 overflow-auto p-1 pt-2.5">
      <legend className="sr-only">{legend}</legend>
      <div
        className={cx(
          'flex flex-wrap justify-center gap-2 max-md:grid',
          isDense ? 'max-md:grid-cols-[repeat(auto-fill,minmax(6.75rem,1fr))] max-md:gap-1.5' : 'max-md:grid-cols-2',
        )}
      >
        {children}
      </div>
    </fieldset>
  );
}
