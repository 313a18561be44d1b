import { useMessages } from '../i18n/use-messages.ts';
import { cx } from '../ui/cx.ts';
import { cellText, isNumberCell } from './cell.ts';
import { messages } from './messages.ts';

/** Columns of a row that a list shows. */
const shownColumns = 4;

type Row = Readonly<Record<string, unknown>>;

/** A row of a table, a line per column. */
export function RowContent({ row, name }: { readonly row: Row; readonly name: string }) {
  const t = useMessages(messages);
  return (
    <div className="mx-auto w-fit max-w-3xl min-w-[min(20rem,100%)] rounded-lg border border-line bg-surface">
      <table className="w-full border-collapse">
        <caption className="sr-only">{t.row(name)}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">{t.column}</th>
            <th scope="col">{t.value}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(row).map(([column, value]) => (
            <tr key={column} className="border-line not-first:border-t">
              <th scope="row" dir="auto" className="px-3 py-2 text-left align-top font-medium break-words text-muted">
                {column}
              </th>
              <Cell value={value} empty={t.emptyCell} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ value, empty }: { readonly value: unknown; readonly empty: string }) {
  const text = cellText(value);
  const isNumber = isNumberCell(value);
  return (
    <td
      dir={isNumber ? undefined : 'auto'}
      className={cx(
        'px-3 py-2 align-top break-words whitespace-pre-wrap',
        isNumber && 'text-right tabular-nums',
        typeof value === 'object' && value !== null && 'font-mono text-sm',
      )}
    >
      {text === '' ? <span className="text-muted italic">{empty}</span> : text}
    </td>
  );
}

/** A row in a list: its first columns. */
export function SmallRow({ row }: { readonly row: Row }) {
  const t = useMessages(messages);
  const columns = Object.entries(row);
  return (
    <dl className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm">
      {columns.slice(0, shownColumns).map(([column, value]) => (
        <div key={column} className="flex max-w-full gap-1.5">
          <dt dir="auto" className="truncate text-muted">
            {column}
          </dt>
          <dd dir="auto" className="max-w-60 truncate tabular-nums">
            {cellText(value) || '–'}
          </dd>
        </div>
      ))}
      {columns.length <= shownColumns ? null : (
        <div className="text-muted">
          <dt className="sr-only">{t.more}</dt>
          <dd>{t.moreColumns(columns.length - shownColumns)}</dd>
        </div>
      )}
    </dl>
  );
}
