import type { Stretch } from './pieces.ts';

/** A stretch of a text that all of its marks cover alike. */
export interface Segment extends Stretch {
  /** Indices of the marks that cover it. */
  readonly marks: readonly number[];
  /** Indices of the marks that end with it: their labels stand behind it. */
  readonly ends: readonly number[];
}

/**
 * A text cut where marks begin and end.
 *
 * @param length of the text, in the units of the marks; marks behind it are cut
 * @param cuts more places to cut at
 */
export function segmentsOf(length: number, marks: readonly Stretch[], cuts: readonly number[] = []): Segment[] {
  const clip = (at: number) => Math.min(Math.max(0, at), length);
  const clipped = marks.map(({ start, end }) => ({ start: clip(start), end: clip(end) }));
  const places = new Set([0, length, ...cuts.map(clip), ...clipped.flatMap(({ start, end }) => [start, end])]);
  const borders = [...places].sort((a, b) => a - b);
  const begin = Map.groupBy(clipped.keys(), (index) => clipped[index]?.start ?? 0);
  const finish = Map.groupBy(clipped.keys(), (index) => clipped[index]?.end ?? 0);
  const open = new Set<number>();
  const segments: Segment[] = [];
  for (let i = 0; i + 1 < borders.length; i++) {
    const [start, end] = [borders[i] as number, borders[i + 1] as number];
    for (const index of finish.get(start) ?? []) open.delete(index);
    // one that is cut to nothing covers nothing
    for (const index of begin.get(start) ?? []) if ((clipped[index]?.end ?? 0) > start) open.add(index);
    const covering = [...open].sort((a, b) => a - b);
    segments.push({ start, end, marks: covering, ends: covering.filter((index) => clipped[index]?.end === end) });
  }
  return segments;
}

/** A line for each mark, from 0: those that overlap have different ones, and there are no more than overlap somewhere. */
export function lanesOf(marks: readonly Stretch[]): readonly number[] {
  const order = [...marks.keys()].sort((a, b) => byPlace(marks[a] as Stretch, marks[b] as Stretch) || a - b);
  /** End of the last mark on each line. */
  const ends: number[] = [];
  const lanes = new Array<number>(marks.length).fill(0);
  for (const index of order) {
    const { start, end } = marks[index] as Stretch;
    const free = ends.findIndex((last) => last <= start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = end;
    lanes[index] = lane;
  }
  return lanes;
}

/** Longer ones first among those that begin together. */
function byPlace(a: Stretch, b: Stretch): number {
  return a.start - b.start || b.end - a.end;
}
