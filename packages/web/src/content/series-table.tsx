import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { IconButton } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { messages } from './messages.ts';
import type { SeriesData } from './series.ts';

/** Points on a page of the table. */
const perPage = 100;

/** The numbers of a time series, as they are, page by page. */
export function SeriesTable({ series, name }: { readonly series: SeriesData; readonly name: string }) {
  const t = useMessages(messages);
  const format = useFormat();
  const [page, setPage] = useState(0);
  const start = page * perPage;
  const points = series.x.length;
  const end = Math.min(points, start + perPage);
  const rows = Array.from({ length: end - start }, (_, index) => start + index);
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <DataTable
        caption={t.series(name)}
        rows={rows}
        keyOf={(row) => row}
        columns={[
          { title: series.hasTime ? t.time : t.point, isNumber: true, cell: (row) => String(series.x[row]) },
          ...series.channels.map((channel) => ({
            title: channel.name,
            isNumber: true,
            cell: (row: number) => String(channel.values[row] ?? '–'),
          })),
        ]}
      />
      {points <= perPage ? null : (
        <div className="flex items-center gap-1 text-sm text-muted">
          <IconButton
            label={t.pageBefore}
            disabled={start === 0}
            icon={<ChevronLeft aria-hidden size={20} />}
            onClick={() => setPage(page - 1)}
          />
          <span aria-live="polite" className="tabular-nums">
            {t.pointsOf(format.count(start + 1), format.count(end), format.count(points))}
          </span>
          <IconButton
            label={t.pageAfter}
            disabled={end === points}
            icon={<ChevronRight aria-hidden size={20} />}
            onClick={() => setPage(page + 1)}
          />
        </div>
      )}
    </div>
  );
}
