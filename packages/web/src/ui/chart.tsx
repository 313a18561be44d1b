import { useEffect, useMemo, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { usePreferences } from '../app/preferences.ts';
import { DataTable } from './data-table.tsx';
import { Figure } from './figure.tsx';

/** Colours that a theme names, and the dash that tells the lines apart without colour. */
const tones = {
  accent: { color: '--accent', dash: [] },
  model: { color: '--model', dash: [6, 4] },
  muted: { color: '--muted', dash: [2, 4] },
  warn: { color: '--warn', dash: [10, 4, 2, 4] },
  good: { color: '--good', dash: [4, 2] },
  bad: { color: '--bad', dash: [8, 3] },
} as const satisfies Record<string, { color: string; dash: readonly number[] }>;

export type Tone = keyof typeof tones;

export interface ChartSeries {
  readonly label: string;
  readonly tone: Tone;
  /** One per x; null: none there. */
  readonly values: readonly (number | null)[];
  /** Ends of an interval around them, drawn as a band. */
  readonly low?: readonly (number | null)[];
  readonly high?: readonly (number | null)[];
  /** Points only, no line between. */
  readonly isScatter?: boolean;
  /** A line only, without its points. */
  readonly isPlain?: boolean;
}

export interface ChartProps {
  /** What it shows, in words: the name of the picture. */
  readonly title: string;
  readonly xLabel: string;
  /** Ascending. */
  readonly x: readonly number[];
  readonly series: readonly ChartSeries[];
  /** Writes values of the y axis. */
  formatY(value: number): string;
  formatX?(value: number): string;
  /** Ends of the y axis. Default: by the values. */
  readonly yRange?: readonly [number, number];
  /** Height in pixels. Default: 280 */
  readonly height?: number;
}

/** Lines with bands, and the same numbers as a table for who cannot see them, or wants to copy them. */
export function Chart(props: ChartProps) {
  return (
    <Figure
      title={props.title}
      legend={<Legend series={props.series} />}
      picture={<Plot {...props} />}
      table={<ChartTable {...props} />}
    />
  );
}

function Legend({ series }: Pick<ChartProps, 'series'>) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1">
      {series.map(({ label, tone }) => (
        <li key={label} className="flex items-center gap-2">
          <svg aria-hidden="true" width="28" height="8">
            <line
              x1="0"
              x2="28"
              y1="4"
              y2="4"
              stroke={`var(${tones[tone].color})`}
              strokeWidth="3"
              strokeDasharray={tones[tone].dash.join(' ')}
            />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}

function ChartTable({ title, xLabel, x, series, formatX = String, formatY }: ChartProps) {
  const rows = x.map((value, index) => ({ value, index }));
  const show = (value: number | null | undefined) => (value === null || value === undefined ? '–' : formatY(value));
  return (
    <DataTable
      caption={title}
      rows={rows}
      keyOf={({ index }) => index}
      columns={[
        { title: xLabel, isNumber: true, cell: ({ value }) => formatX(value) },
        ...series.map(({ label, values, low, high }) => ({
          title: label,
          isNumber: true,
          cell: ({ index }: { value: number; index: number }) => {
            const value = show(values[index]);
            return low === undefined || value === '–'
              ? value
              : `${value} (${show(low[index])} – ${show(high?.[index])})`;
          },
        })),
      ]}
    />
  );
}

function Plot(props: ChartProps) {
  const { title, height = 280 } = props;
  const { theme } = usePreferences();
  const box = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLParagraphElement>(null);
  const data = useMemo(() => dataOf(props), [props]);
  // the colours are those of the theme at the time of drawing
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new theme draws anew
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    // written past React: the pointer moves more often than a page can be drawn
    const show = (index: number | null | undefined) => {
      if (readout.current !== null) readout.current.textContent = isCount(index) ? valuesAt(props, index) : '';
    };
    const hooks = { setCursor: [({ cursor }: UPlot) => show(cursor.idx)] };
    const plot = new UPlot({ ...optionsOf(props, element.clientWidth, height), hooks }, data, element);
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [data, height, theme]);
  return (
    <div className="relative min-w-0">
      <div ref={box} role="img" aria-label={title} className="overflow-hidden" style={{ height }} />
      <p
        ref={readout}
        aria-hidden
        className="pointer-events-none absolute right-2 bottom-20 max-w-full rounded-md border border-line bg-surface px-2 py-1 text-sm tabular-nums empty:hidden"
      />
    </div>
  );
}

function isCount(index: number | null | undefined): index is number {
  return index !== null && index !== undefined;
}

/** What the series say at the pointer, in one line; those that have nothing there are left out. */
function valuesAt({ x, xLabel, series, formatX = String, formatY }: ChartProps, index: number): string {
  const at = x[index];
  const values = series.flatMap(({ label, values: all }) => {
    const value = all[index];
    return value === null || value === undefined ? [] : [`${label} ${formatY(value)}`];
  });
  return at === undefined ? '' : [`${xLabel} ${formatX(at)}`, ...values].join(' · ');
}

/** Columns as uPlot wants them: x, then per series its values and, where it has a band, the ends. */
function dataOf({ x, series }: ChartProps): UPlot.AlignedData {
  const columns = series.flatMap(({ values, low, high }) =>
    low === undefined || high === undefined ? [[...values]] : [[...values], [...low], [...high]],
  );
  return [[...x], ...columns] as UPlot.AlignedData;
}

function optionsOf(props: ChartProps, width: number, height: number): UPlot.Options {
  const { xLabel, series, formatY, formatX = String, yRange } = props;
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const bands: UPlot.Band[] = [];
  const lines: UPlot.Series[] = [{ label: xLabel }];
  for (const { label, tone, low, high, isScatter, isPlain } of series) {
    const stroke = colour(tones[tone].color);
    lines.push({
      label,
      stroke,
      width: isScatter ? 0 : 2.5,
      dash: [...tones[tone].dash],
      points: { show: isScatter || (!isPlain && props.x.length < 60), size: isScatter ? 8 : 5, fill: stroke },
      spanGaps: true,
    });
    if (low === undefined || high === undefined) continue;
    const edge: UPlot.Series = { stroke: 'transparent', width: 0, points: { show: false }, spanGaps: true };
    lines.push(edge, edge);
    bands.push({
      series: [lines.length - 1, lines.length - 2],
      fill: `color-mix(in srgb, ${stroke} 18%, transparent)`,
    });
  }
  const axis = {
    stroke: colour('--muted'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line'), width: 1 },
    font: `12px ${style.fontFamily}`,
  };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { drag: { x: false, y: false } },
    scales: { x: { time: false }, ...(yRange === undefined ? {} : { y: { range: [...yRange] as [number, number] } }) },
    series: lines,
    bands,
    axes: [
      { ...axis, label: xLabel, labelFont: axis.font, values: (_plot, ticks) => ticks.map((tick) => formatX(tick)) },
      { ...axis, size: 64, values: (_plot, ticks) => ticks.map((tick) => formatY(tick)) },
    ],
  };
}
