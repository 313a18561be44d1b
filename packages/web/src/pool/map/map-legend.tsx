import { poolStatuses } from '@alaas/core';
import { useFormat } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { messages as taskMessages } from '../../tasks/messages.ts';
import { cx } from '../../ui/cx.ts';
import { messages } from '../messages.ts';
import { type Coloring, type Group, type Groups, groupKey } from './coloring.ts';

interface MapLegendProps {
  readonly by: Coloring;
  readonly groups: Groups;
  readonly colors: readonly string[];
  readonly values: readonly (string | readonly string[])[];
  readonly hidden: ReadonlySet<number>;
  onToggle(group: number): void;
}

/** What the colours mean, with how many items have each; pressing one hides its points, or shows them again. */
export function MapLegend({ by, groups, colors, values, hidden, onToggle }: MapLegendProps) {
  const t = useMessages(messages);
  const tasks = useMessages(taskMessages);
  const format = useFormat();
  const nameOf = ({ kind, from, to }: Group): string => {
    switch (kind) {
      case 'value': {
        const value = values[from] ?? '';
        return typeof value === 'string' ? value : value.join(' + ') || tasks.none;
      }
      case 'range':
        if (by === 'uncertainty') return t.map.range(format.number(from, 2), format.number(to, 2));
        return from === to ? format.count(from) : t.map.range(format.count(from), format.count(to));
      case 'status':
        return t.statuses[poolStatuses[from] ?? 'unlabelled'];
      case 'others':
        return t.map.others;
      case 'unknown':
        return by === 'status' ? '' : t.map.unknown[by];
    }
  };
  return (
    <ul aria-label={t.map.legend} className="flex flex-wrap gap-x-1 gap-y-0">
      {groups.groups.map((group, index) => {
        const isShown = !hidden.has(index);
        return (
          <li key={groupKey(group)}>
            <button
              type="button"
              aria-pressed={isShown}
              title={t.map.hide}
              onClick={() => onToggle(index)}
              className={cx(
                'flex min-h-11 cursor-pointer items-center gap-2 rounded-lg px-2 text-sm hover:bg-raised',
                !isShown && 'text-muted line-through',
              )}
            >
              <span
                aria-hidden
                data-swatch
                className="size-3.5 shrink-0 rounded-full border-2"
                style={{ borderColor: colors[index], backgroundColor: isShown ? colors[index] : 'transparent' }}
              />
              <span dir="auto">{nameOf(group)}</span>
              <span className="text-muted tabular-nums">{format.count(group.count)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
