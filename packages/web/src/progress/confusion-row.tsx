import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { cx } from '../ui/cx.ts';
import { type Cell, sum } from './confusions.ts';
import { mistakesMessages } from './mistakes-messages.ts';

interface ConfusionRowProps {
  readonly project: string;
  readonly name: string;
  readonly names: readonly string[];
  readonly counts: readonly number[];
  readonly row: number;
  /** The cell that the keyboard is at, where it is in this row. */
  readonly activeColumn: number | undefined;
  onChoose(cell: Cell): void;
}

/** One true label; a cell with items opens them. Rows in which nothing changed are not drawn again: there may be hundreds. */
export const ConfusionRow = memo(
  function ConfusionRow({ project, name, names, counts, row, activeColumn, onChoose }: ConfusionRowProps) {
    const { confusion: t } = useMessages(mistakesMessages);
    const format = useFormat();
    const all = sum(counts);
    return (
      <tr>
        <th
          scope="row"
          title={name}
          className="sticky left-0 z-10 border-r border-line bg-raised px-3 text-left font-medium"
        >
          <span dir="auto" className="inline-block max-w-28 truncate align-middle md:max-w-48">
            {name}
          </span>
        </th>
        {counts.map((items, column) => {
          const said = names[column] ?? '';
          return items === 0 ? (
            <td key={said} className="h-11 min-w-11 text-center text-muted">
              <span aria-hidden>·</span>
              <span className="sr-only">0</span>
            </td>
          ) : (
            <td key={said} className="p-0" style={{ backgroundColor: heat(items / all, row === column) }}>
              <Link
                to="/projects/$project/pool"
                params={{ project }}
                search={{ truth: name, said }}
                tabIndex={column === activeColumn ? 0 : -1}
                aria-label={t.cell(name, said, format.count(items))}
                onFocus={() => onChoose([row, column])}
                className={cx(
                  'flex h-11 min-w-11 items-center justify-center px-2 tabular-nums underline-offset-4 hover:underline focus-visible:-outline-offset-3',
                  row === column && 'font-semibold',
                )}
              >
                {format.count(items)}
              </Link>
            </td>
          );
        })}
        <td className="px-3 text-right text-muted tabular-nums">{format.count(all)}</td>
      </tr>
    );
  },
  (before, now) =>
    before.project === now.project &&
    before.name === now.name &&
    before.row === now.row &&
    before.activeColumn === now.activeColumn &&
    isSame(before.names, now.names) &&
    isSame(before.counts, now.counts),
);

function isSame(before: readonly unknown[], now: readonly unknown[]): boolean {
  return before.length === now.length && before.every((one, at) => one === now[at]);
}

/** Percent of colour at most: above it the number on the ground would be hard to read. */
const strongest = 42;

/** The larger the share of its row, the stronger the colour. */
function heat(share: number, isRight: boolean): string {
  const strength = Math.round(6 + (strongest - 6) * share);
  return `color-mix(in srgb, var(${isRight ? '--good' : '--bad'}) ${strength}%, var(--surface))`;
}
