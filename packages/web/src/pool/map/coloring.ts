import type { PoolMap } from '@alaas/client';

export const colorings = ['label', 'predicted', 'uncertainty', 'round', 'status'] as const;

export type Coloring = (typeof colorings)[number];

type Columns = Pick<PoolMap, 'points' | 'values' | 'label' | 'predicted' | 'uncertainty' | 'round' | 'status'>;

/** Groups of points that look the same. */
export interface Groups {
  /** [points] the group of each. */
  readonly of: Uint8Array;
  /** What each group holds; the last one may be `others` or `unknown`. */
  readonly groups: readonly Group[];
}

export interface Group {
  readonly kind: 'value' | 'range' | 'status' | 'others' | 'unknown';
  /** Of values: a place in them; of a status: its place; of ranges: the first of it. */
  readonly from: number;
  /** Of ranges: the end. */
  readonly to: number;
  readonly count: number;
}

/** A text that tells a group apart from the others, also on a newer map, on which it may stand elsewhere. */
export function groupKey({ kind, from }: Pick<Group, 'kind' | 'from'>): string {
  return `${kind} ${from}`;
}

/** Places of the groups with these keys. */
export function placesOfKeys({ groups }: Pick<Groups, 'groups'>, keys: ReadonlySet<string>): ReadonlySet<number> {
  return new Set(groups.flatMap((group, place) => (keys.has(groupKey(group)) ? place : [])));
}

/** Values with a colour of their own; those of fewer points are one group. */
const mostValues = 16;
/** Steps of a scale. */
const steps = 8;

/** Which points look the same when they are coloured by something. Groups without points are left out. O(N) */
export function groupsOf(map: Columns, by: Coloring): Groups {
  switch (by) {
    case 'label':
      return valueGroups(map.label, map.values.length);
    case 'predicted':
      return valueGroups(map.predicted, map.values.length);
    case 'uncertainty':
      return rangeGroups(map.uncertainty, 0, 1);
    case 'round': {
      let last = 0;
      for (const round of map.round) last = Math.max(last, round);
      return roundGroups(map.round, last);
    }
    case 'status':
      return grouped(
        map.points,
        (point) => map.status[point] as number,
        [0, 1, 2, 3].map((from) => ({ kind: 'status', from, to: from })),
      );
  }
}

type Kind = Omit<Group, 'count'>;

const unknown: Kind = { kind: 'unknown', from: -1, to: -1 };

function valueGroups(column: Int16Array, values: number): Groups {
  const counts = new Uint32Array(values);
  for (const value of column) if (value >= 0) counts[value] = (counts[value] as number) + 1;
  const largest = [...counts.keys()].sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
  const own = largest.slice(0, mostValues).sort((a, b) => a - b);
  const place = new Map(own.map((value, group) => [value, group]));
  const kinds: Kind[] = own.map((from) => ({ kind: 'value', from, to: from }));
  kinds.push({ kind: 'others', from: -1, to: -1 }, unknown);
  return grouped(
    column.length,
    (point) => {
      const value = column[point] as number;
      return value < 0 ? own.length + 1 : (place.get(value) ?? own.length);
    },
    kinds,
  );
}

function rangeGroups(column: Float32Array, low: number, high: number): Groups {
  const width = (high - low) / steps;
  const kinds: Kind[] = Array.from({ length: steps }, (_, i) => ({
    kind: 'range',
    from: low + i * width,
    to: low + (i + 1) * width,
  }));
  return grouped(
    column.length,
    (point) => {
      const value = column[point] as number;
      return Number.isNaN(value) ? steps : Math.min(steps - 1, Math.max(0, Math.floor((value - low) / width)));
    },
    [...kinds, unknown],
  );
}

/** Rounds one by one where they are few, else some of them together. */
function roundGroups(column: Int32Array, last: number): Groups {
  const each = Math.ceil((last + 1) / steps);
  const count = Math.ceil((last + 1) / each);
  const kinds: Kind[] = Array.from({ length: count }, (_, i) => ({
    kind: 'range',
    from: i * each,
    to: Math.min(last, (i + 1) * each - 1),
  }));
  return grouped(
    column.length,
    (point) => {
      const round = column[point] as number;
      return round < 0 ? count : Math.floor(round / each);
    },
    [...kinds, unknown],
  );
}

function grouped(points: number, groupOf: (point: number) => number, kinds: readonly Kind[]): Groups {
  const counts = new Uint32Array(kinds.length);
  const raw = new Uint8Array(points);
  for (let point = 0; point < points; point++) {
    const group = groupOf(point);
    raw[point] = group;
    counts[group] = (counts[group] as number) + 1;
  }
  const groups: Group[] = [];
  const place = kinds.map((kind, i) => {
    const count = counts[i] as number;
    return count === 0 ? -1 : groups.push({ ...kind, count }) - 1;
  });
  return { of: raw.map((group) => place[group] as number), groups };
}

/**
 * The order in which points are drawn: what is not known first, below all others; what is selected last, above them.
 *
 * @returns points without those that are hidden
 */
export function drawingOrder({ of, groups }: Groups, isSelected: Uint8Array, hidden: ReadonlySet<number>): Uint32Array {
  const layers: number[][] = [[], [], []];
  for (let point = 0; point < of.length; point++) {
    const group = of[point] as number;
    if (hidden.has(group)) continue;
    const layer = isSelected[point] === 1 ? 2 : groups[group]?.kind === 'unknown' ? 0 : 1;
    layers[layer]?.push(point);
  }
  return Uint32Array.from(layers.flat());
}
