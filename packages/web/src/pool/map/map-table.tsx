import { type PoolStatus, type Project, poolStatuses } from '@alaas/core';
import { useFormat } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { taskView } from '../../tasks/tasks.ts';
import { Empty } from '../../ui/page.tsx';
import { messages } from '../messages.ts';
import { ModelAnswer } from '../model-answer.tsx';
import { ItemCells, ItemHeads, NumberCell, rowBase } from '../row-cells.tsx';
import type { Selected } from '../selection.ts';
import { StatusChip } from '../status-chip.tsx';
import { type RowProps, VirtualTable } from '../virtual-table.tsx';
import type { LaidOut } from './laid-out.ts';

interface MapTableProps {
  readonly project: Project;
  readonly map: LaidOut;
  /** The points in it. */
  readonly points: readonly number[];
  readonly selected: Selected;
  /** The item that is open. */
  readonly open: string | undefined;
  onOpen(point: number): void;
  onToggle(point: number): void;
}

const rowClass = `${rowBase} @3xl:grid-cols-[2.75rem_minmax(10rem,1fr)_minmax(6rem,9rem)_minmax(6rem,10rem)_6rem_4rem]`;

/** Points of the map as rows: the same items for who cannot see it, or wants to read them. */
export function MapTable({ project, map, points, selected, open, onOpen, onToggle }: MapTableProps) {
  const t = useMessages(messages);
  const head = 'py-2.5 text-left font-medium';
  if (points.length === 0) return <Empty>{t.map.nothing}</Empty>;
  return (
    <VirtualTable
      caption={t.map.table}
      scope=""
      count={points.length}
      total={points.length}
      estimate={62}
      rowClass={rowClass}
      className="max-h-[26rem]"
      head={
        <>
          <ItemHeads />
          <th scope="col" className={head}>
            {t.label}
          </th>
          <th scope="col" className={head}>
            {t.predicted}
          </th>
          <th scope="col" className="text-right font-medium">
            {t.signals.uncertainty}
          </th>
          <th scope="col" className="text-right font-medium">
            {t.round}
          </th>
        </>
      }
      keyOf={(index) => map.items[points[index] ?? -1] ?? String(index)}
      isChosen={(index) => map.items[points[index] ?? -1] === open}
      onSelect={(index) => onToggle(points[index] ?? -1)}
      row={(index, control) => (
        <Row
          {...{ project, map, control }}
          point={points[index] ?? -1}
          isSelected={selected.has(map.items[points[index] ?? -1] ?? '')}
          isOpen={map.items[points[index] ?? -1] === open}
          onOpen={() => onOpen(points[index] ?? -1)}
          onToggle={() => onToggle(points[index] ?? -1)}
        />
      )}
    />
  );
}

function Row(props: {
  readonly project: Project;
  readonly map: LaidOut;
  readonly point: number;
  readonly control: RowProps;
  readonly isSelected: boolean;
  readonly isOpen: boolean;
  onOpen(): void;
  onToggle(): void;
}) {
  const { project, map, point, control, isSelected, isOpen, onOpen, onToggle } = props;
  const t = useMessages(messages);
  const format = useFormat();
  const { Answer } = taskView(project.task);
  const item = map.items[point] ?? '';
  const label = map.values[map.label[point] ?? -1];
  const predicted = map.values[map.predicted[point] ?? -1];
  const uncertainty = map.uncertainty[point] ?? Number.NaN;
  const round = map.round[point] ?? -1;
  return (
    <>
      <ItemCells
        project={project.id}
        item={{ item, uri: item }}
        {...{ control, isSelected, isOpen, onToggle, onOpen }}
      />
      <td className="pointer-events-none relative min-w-0">
        {label === undefined ? (
          <StatusChip status={statusOf(map, point)} />
        ) : (
          <Answer labels={project.labels} value={label} />
        )}
      </td>
      <td className="pointer-events-none relative min-w-0">
        {predicted === undefined ? (
          <span className="text-muted @max-3xl:hidden">–</span>
        ) : (
          <ModelAnswer project={project} value={predicted} />
        )}
      </td>
      <NumberCell name={t.signals.uncertainty}>
        {Number.isNaN(uncertainty) ? undefined : format.number(uncertainty, 2)}
      </NumberCell>
      <NumberCell name={t.round}>{round < 0 ? undefined : format.count(round)}</NumberCell>
    </>
  );
}

export function statusOf(map: LaidOut, point: number): PoolStatus {
  return poolStatuses[map.status[point] ?? 0] ?? 'unlabelled';
}
