import { type Project, poolStatuses } from '@alaas/core';
import { useEffect, useState } from 'react';
import { ContentView } from '../../content/content-view.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { taskView } from '../../tasks/tasks.ts';
import { messages } from '../messages.ts';
import { ModelAnswer } from '../model-answer.tsx';
import { StatusChip } from '../status-chip.tsx';
import type { Pane, Place } from './camera.ts';
import type { LaidOut } from './laid-out.ts';

/** Milliseconds over a point after which its content is fetched: not for points that are passed over. */
const stayMs = 140;
/** CSS pixels. */
const width = 272;

/** What the pointer is over: beside the point, and inside of the map. */
export function MapTip(props: {
  readonly project: Project;
  readonly map: LaidOut;
  readonly point: number;
  readonly at: Place;
  readonly pane: Pane | undefined;
}) {
  const { project, map, point, at, pane } = props;
  const t = useMessages(messages);
  const format = useFormat();
  const { Answer } = taskView(project.task);
  const [hasStayed, setHasStayed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setHasStayed(true), stayMs);
    return () => clearTimeout(timer);
  }, []);
  const item = map.items[point] ?? '';
  const label = map.values[map.label[point] ?? -1];
  const predicted = map.values[map.predicted[point] ?? -1];
  const uncertainty = map.uncertainty[point] ?? Number.NaN;
  const isLow = pane !== undefined && at.y > pane.height / 2;
  const left = Math.min(Math.max(8, at.x + 14), Math.max(8, (pane?.width ?? 0) - width - 8));
  return (
    <div
      className="pointer-events-none absolute z-10 grid gap-1.5 rounded-lg border border-edge bg-surface p-2.5 text-sm shadow-lg"
      style={{
        width,
        maxWidth: 'calc(100% - 1rem)',
        left,
        ...(isLow ? { bottom: (pane?.height ?? 0) - at.y + 12 } : { top: at.y + 12 }),
      }}
    >
      {hasStayed ? (
        <ContentView project={project.id} item={item} uri={item} isSmall />
      ) : (
        <p className="truncate">{item}</p>
      )}
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {label === undefined ? (
          <StatusChip status={poolStatuses[map.status[point] ?? 0] ?? 'unlabelled'} />
        ) : (
          <Answer labels={project.labels} value={label} />
        )}
        {predicted === undefined ? null : <ModelAnswer project={project} value={predicted} />}
        {Number.isNaN(uncertainty) ? null : (
          <span className="text-muted tabular-nums">
            {t.signals.uncertainty} {format.number(uncertainty, 2)}
          </span>
        )}
      </div>
    </div>
  );
}
