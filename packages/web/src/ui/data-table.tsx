import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface Column<Row> {
  readonly title: string;
  /** Numbers stand at the right, digit under digit. */
  readonly isNumber?: boolean;
  cell(row: Row): ReactNode;
}

interface DataTableProps<Row> {
  /** What the table shows, for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  keyOf(row: Row, index: number): string | number;
}

/** A plain table; wide ones scroll in their own box. */
export function DataTable<Row>({ caption, columns, rows, keyOf }: DataTableProps<Row>) {
  return (
    // no landmark: the part of the page around it is one, often of the same name
    // biome-ignore lint/a11y/useSemanticElements: there are no fields to set
    <div
      role="group"
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keyboard
      tabIndex={0}
      className="relative max-h-[28rem] overflow-auto rounded-lg border border-line"
    >
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 bg-raised">
          <tr>
            {columns.map(({ title, isNumber }) => (
              <th
                key={title}
                scope="col"
                className={cx('px-3 py-2 font-medium', isNumber ? 'text-right' : 'text-left')}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(row, index)} className="border-t border-line">
              {columns.map(({ title, isNumber, cell }) => (
                <td
                  key={title}
                  className={cx(
                    'px-3 py-2 align-middle',
                    isNumber ? 'text-right whitespace-nowrap tabular-nums' : 'text-left',
                  )}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
