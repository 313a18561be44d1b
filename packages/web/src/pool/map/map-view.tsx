import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useProjectClient } from '../../api/client-context.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useFormat } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { messages as common } from '../../ui/messages.ts';
import { Empty } from '../../ui/page.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { messages } from '../messages.ts';
import type { PoolViewProps } from '../pool-list.tsx';
import { PoolProblem } from '../pool-problem.tsx';
import { type Coloring, colorings, drawingOrder, type Group, groupKey, groupsOf, placesOfKeys } from './coloring.ts';
import type { LaidOut } from './laid-out.ts';
import { groupColors, pointColors } from './look.ts';
import { MapCanvas } from './map-canvas.tsx';
import { MapLegend } from './map-legend.tsx';
import { mapQuery } from './map-query.ts';
import { MapTable, statusOf } from './map-table.tsx';
import { useStage } from './use-stage.ts';

/** The pool as a map: items that are alike lie close together. */
export function MapView(props: PoolViewProps) {
  const t = useMessages(messages);
  const wait = useMessages(common).loading;
  const { data: map, error, refetch } = useQuery(mapQuery(useProjectClient(props.project.id), useQueryClient()));
  if (map === undefined) {
    return error === null ? <ProgressBar label={wait} /> : <PoolProblem error={error} onRetry={() => void refetch()} />;
  }
  if (map.points === 0) return <Empty>{t.map.empty}</Empty>;
  return <Drawn {...props} map={map} />;
}

function Drawn({ project, search, selection, onChange, map }: PoolViewProps & { readonly map: LaidOut }) {
  const t = useMessages(messages);
  const format = useFormat();
  const [by, setBy] = useState<Coloring>(map.modelVersion === 0 ? 'label' : 'predicted');
  const [hiddenKeys, setHiddenKeys] = useState<ReadonlySet<string>>(new Set());
  const [inView, setInView] = useState<readonly number[]>([]);
  const [said, setSaid] = useState('');
  const canvas = useRef<HTMLCanvasElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const ground = useGround();
  const { items: selected } = selection;

  const groups = useMemo(() => groupsOf(map, by), [map, by]);
  const hidden = useMemo(() => placesOfKeys(groups, hiddenKeys), [groups, hiddenKeys]);
  const colors = useMemo(
    () => groupColors(groups, { project, values: map.values, ground }),
    [groups, project, map.values, ground],
  );
  const isSelected = useMemo(() => Uint8Array.from(map.items, (item) => (selected.has(item) ? 1 : 0)), [map, selected]);
  // the open item stands out like those that are selected
  const isMarked = useMemo(
    () => (search.item === undefined ? isSelected : isSelected.map((is, i) => (map.items[i] === search.item ? 1 : is))),
    [map, isSelected, search.item],
  );
  const look = useMemo(
    () => ({
      colors: pointColors(groups, colors, isMarked),
      order: drawingOrder(groups, isMarked, hidden),
      ink: ground === 'light' ? ([0, 0, 0] as const) : ([1, 1, 1] as const),
      isHidden: (point: number) => hidden.has(groups.of[point] as number),
    }),
    [groups, colors, isMarked, hidden, ground],
  );
  const { stage, isMissing } = useStage(
    { canvas, pane },
    {
      map,
      look,
      onRest: () => setInView(stage.current?.inView() ?? []),
    },
  );
  const itemAt = (point: number) => map.items[point] ?? '';
  const open = (point: number) => onChange({ item: itemAt(point) });
  const toggle = (point: number) => selection.toggle(itemAt(point), statusOf(map, point));
  const lasso = (points: readonly number[]) => {
    const more = points.filter((point) => !selected.has(itemAt(point)));
    selection.add(more.map((point) => [itemAt(point), statusOf(map, point)] as const));
    setSaid(t.map.lassoed(format.count(more.length), format.count(selected.size + more.length)));
  };
  if (isMissing) {
    return (
      <Empty action={<Button onClick={() => onChange({ view: 'list' })}>{t.map.toList}</Button>}>{t.map.noWebgl}</Empty>
    );
  }
  return (
    <div className="@container grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <SelectField
          label={t.map.colour}
          className="w-44"
          value={by}
          choices={colorings.map((value) => ({ value, label: t.map.colours[value] }))}
          onChoose={(chosen) => {
            setBy(chosen);
            setHiddenKeys(new Set());
          }}
        />
        <LayoutState map={map} />
      </div>
      <MapLegend
        {...{ by, groups, colors, hidden }}
        values={map.values}
        onToggle={(place) => setHiddenKeys((now) => toggled(now, groups.groups[place]))}
      />
      <MapCanvas {...{ project, map, canvas, pane, stage }} onOpen={open} onToggle={toggle} onLasso={lasso} />
      <p role="status" className="sr-only">
        {said}
      </p>
      <Twin
        {...{ project, map, inView, open: search.item }}
        selected={selected}
        isSelected={isSelected}
        onOpen={open}
        onToggle={toggle}
      />
    </div>
  );
}

function toggled(hidden: ReadonlySet<string>, group: Group | undefined): ReadonlySet<string> {
  const next = new Set(hidden);
  if (group !== undefined && !next.delete(groupKey(group))) next.add(groupKey(group));
  return next;
}

/** Which map it is, of how many items, and how far a better one is. */
function LayoutState({ map }: { readonly map: LaidOut }) {
  const t = useMessages(messages);
  const format = useFormat();
  const { kind, progress, reason } = map.layout;
  const same = Math.max(0, map.total - map.contents);
  return (
    <div className="grid min-w-0 justify-items-end gap-1 text-sm text-muted max-md:justify-items-start">
      <p className="tabular-nums">
        {map.points < map.contents
          ? t.map.sample(format.count(map.points), format.count(map.contents))
          : t.map.counts(format.count(map.points))}
        {' · '}
        {kind === 'pca' ? t.map.pca : t.map.umap}
      </p>
      <p>{same === 0 ? t.map.hint : t.map.same(format.count(same))}</p>
      {progress === null ? (
        reason === undefined ? null : (
          <p>{t.map.why[reason]}</p>
        )
      ) : (
        <div className="grid w-64 gap-1">
          <p>{t.map.better}</p>
          <ProgressBar label={t.map.better} value={progress} />
        </div>
      )}
    </div>
  );
}

type TwinProps = Omit<Parameters<typeof MapTable>[0], 'points'> & {
  readonly inView: readonly number[];
  readonly isSelected: Uint8Array;
};

/** The map's table: of what is in view, or selected. */
function Twin({ inView, isSelected, ...props }: TwinProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const [of, setOf] = useState<'view' | 'selected'>();
  const chosen = useMemo(() => [...isSelected.keys()].filter((point) => isSelected[point] === 1), [isSelected]);
  return (
    <section aria-label={t.map.table} className="grid grid-cols-1 gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-auto font-semibold">{t.map.table}</h2>
        <Button aria-expanded={of === 'view'} onClick={() => setOf(of === 'view' ? undefined : 'view')}>
          {t.map.inView(format.count(inView.length))}
        </Button>
        <Button aria-expanded={of === 'selected'} onClick={() => setOf(of === 'selected' ? undefined : 'selected')}>
          {t.map.chosen(format.count(chosen.length))}
        </Button>
      </div>
      {of === undefined ? null : <MapTable key={of} {...props} points={of === 'view' ? inView : chosen} />}
    </section>
  );
}

/** What colours have to stand out from. */
function useGround(): 'light' | 'dark' {
  // a new theme draws anew
  usePreferences();
  return document.documentElement.dataset.theme === 'light' ? 'light' : 'dark';
}
