import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { usePreferences } from '../app/preferences.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { messages } from './messages.ts';
import { type Channel, rangeOf } from './series.ts';
import type { Stretch } from './stretch.ts';

/** Heights in pixels of one panel, of each of two, and of each of more. */
const heights = [240, 140, 84] as const;
/** Height of the axis of times under the last panel. */
const axisHeight = 52;
/** One cross for all panels. */
const syncKey = 'series';

export interface SeriesPanelProps {
  readonly channel: Channel;
  readonly x: readonly number[];
  readonly xTitle: string;
  readonly shown: Stretch;
  /** How many panels there are. */
  readonly count: number;
  /** The last panel has the axis. */
  readonly isLast: boolean;
  /** A stretch was chosen by a drag. */
  onChoose(a: number, b: number): void;
  onWhole(): void;
}

/** One channel of a time series. A drag chooses a stretch, a double click shows the whole again. */
export function SeriesPanel(props: SeriesPanelProps) {
  const { channel, x, xTitle, shown, count, isLast, onChoose, onWhole } = props;
  const t = useMessages(messages);
  const format = useFormat();
  const { theme } = usePreferences();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  const choose = useRef(onChoose);
  useEffect(() => {
    choose.current = onChoose;
  });
  const full = (heights[count - 1] ?? heights[2]) + (isLast ? axisHeight : 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are those of the theme; what is shown is set below
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const options = optionsOf({ xTitle, isLast, width: element.clientWidth, height: full });
    options.hooks = {
      setSelect: [
        ({ select, posToVal }) => {
          if (select.width > 0) choose.current(posToVal(select.left, 'x'), posToVal(select.left + select.width, 'x'));
        },
      ],
    };
    const made = new UPlot(options, [[...x], [...channel.values]], element);
    made.setScale('x', { min: shown.from, max: shown.to });
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: full }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [channel, x, xTitle, isLast, full, theme]);
  useEffect(() => {
    plot.current?.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    plot.current?.setScale('x', { min: shown.from, max: shown.to });
  }, [shown]);
  const range = rangeOf(channel.values);
  const words =
    range === undefined
      ? t.noValues(channel.name)
      : t.channel(channel.name, format.number(range[0]), format.number(range[1]));
  return (
    <div className="min-w-0">
      <p dir="auto" className="truncate text-sm font-medium text-muted">
        {channel.name}
      </p>
      <div
        ref={box}
        role="img"
        aria-label={words}
        onDoubleClick={onWhole}
        className="min-w-0 overflow-hidden"
        style={{ height: full }}
      />
    </div>
  );
}

function optionsOf(given: {
  readonly xTitle: string;
  readonly isLast: boolean;
  readonly width: number;
  readonly height: number;
}): UPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis: UPlot.Axis = {
    stroke: colour('--muted'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line'), width: 1 },
    font: `12px ${style.fontFamily}`,
  };
  return {
    width: given.width,
    height: given.height,
    padding: [6, 8, given.isLast ? 0 : 6, 0],
    legend: { show: false },
    cursor: { drag: { x: true, y: false, setScale: false, dist: 4 }, sync: { key: syncKey } },
    scales: { x: { time: false, auto: false } },
    series: [{}, { stroke: colour('--accent'), width: 1.5, spanGaps: false, points: { size: 4 } }],
    axes: [
      {
        ...axis,
        show: given.isLast,
        label: given.xTitle,
        labelSize: 22,
        labelFont: `12px ${style.fontFamily}`,
        size: 30,
      },
      { ...axis, size: 60 },
    ],
  };
}
