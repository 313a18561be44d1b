/** One or more channels measured at the same points. */
export interface SeriesData {
  /** Where each point is, never falling: times, or the numbers of the points from 0. */
  readonly x: readonly number[];
  /** Whether the file tells the times. */
  readonly hasTime: boolean;
  readonly channels: readonly Channel[];
}

export interface Channel {
  /** No two of a series are called the same. */
  readonly name: string;
  /** One per point; null: left out. */
  readonly values: readonly (number | null)[];
}

/** The series in what the service sent: `{ names, time?, points?, channels: [channels][points] }`; undefined: it is not of that shape. */
export function readSeries(value: unknown): SeriesData | undefined {
  const { names, time, channels, points: numbers } = (value ?? {}) as Record<string, unknown>;
  if (!Array.isArray(names) || !Array.isArray(channels) || names.length !== channels.length) return undefined;
  if (!names.every((name) => typeof name === 'string') || !channels.every(isChannel)) return undefined;
  const points = channels[0]?.length ?? 0;
  if (points === 0 || channels.some(({ length }) => length !== points)) return undefined;
  const x: unknown = time ?? numbers ?? Array.from({ length: points }, (_, point) => point);
  if (!isRising(x) || x.length !== points) return undefined;
  return {
    x,
    hasTime: time !== undefined,
    channels: distinct(names).map((name, index) => ({ name, values: channels[index] ?? [] })),
  };
}

/** Names that tell channels apart: one without a name has its number, a second one of a name is told so. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  for (const [index, given] of names.entries()) {
    const plain = given.trim() === '' ? String(index + 1) : given;
    let name = plain;
    for (let n = 2; taken.has(name); n++) name = `${plain} (${n})`;
    taken.add(name);
  }
  return [...taken];
}

function isChannel(value: unknown): value is (number | null)[] {
  return Array.isArray(value) && value.every((one) => one === null || typeof one === 'number');
}

function isRising(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((at, i) => typeof at === 'number' && (i === 0 || at >= value[i - 1]));
}

/** Ends of the values of a channel; undefined where there are none. */
export function rangeOf(values: readonly (number | null)[]): readonly [low: number, high: number] | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === null) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? undefined : [low, high];
}
