/** A label that is taken for another one. */
export interface MixUp {
  readonly truth: string;
  readonly said: string;
  readonly items: number;
  /** Of the items that are truly of the label. */
  readonly share: number;
}

/**
 * Labels that are taken for others, those of the most items first.
 *
 * @param confusion [true][said]
 */
export function largestMixUps(labels: readonly string[], confusion: readonly (readonly number[])[]): MixUp[] {
  const found: MixUp[] = [];
  for (const [row, counts] of confusion.entries()) {
    const all = sum(counts);
    for (const [column, items] of counts.entries()) {
      if (row === column || items === 0) continue;
      found.push({ truth: labels[row] ?? '', said: labels[column] ?? '', items, share: items / all });
    }
  }
  return found.sort((a, b) => b.items - a.items || b.share - a.share);
}

/** A part of the matrix that leaves out labels which nothing was said or true of. */
export interface Matrix {
  /** Places of its labels among all. */
  readonly places: readonly number[];
  /** [true][said] */
  readonly counts: readonly (readonly number[])[];
}

/** The rows and columns with at least one item; all of them where no label is without. */
export function withoutEmpty(confusion: readonly (readonly number[])[]): Matrix {
  const places = confusion.flatMap((row, place) =>
    row.some((count) => count > 0) || confusion.some((other) => (other[place] ?? 0) > 0) ? [place] : [],
  );
  return { places, counts: places.map((row) => places.map((column) => confusion[row]?.[column] ?? 0)) };
}

/** A cell by row and column. */
export type Cell = readonly [row: number, column: number];

const steps: Readonly<Record<string, Cell>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Where a key leads among the cells that have items: to the next one in its direction, or to the first or last one of the row,
 * with Control of the table.
 *
 * @returns undefined: nowhere
 */
export function nextCell(
  counts: readonly (readonly number[])[],
  [row, column]: Cell,
  { key, isFar }: { readonly key: string; readonly isFar: boolean },
): Cell | undefined {
  const step = steps[key];
  if (step !== undefined) {
    for (let [at, to] = [row + step[0], column + step[1]]; ; at += step[0], to += step[1]) {
      const items = counts[at]?.[to];
      if (items === undefined) return undefined;
      if (items > 0) return [at, to];
    }
  }
  if (key !== 'Home' && key !== 'End') return undefined;
  const cells = counts
    .flatMap((some, at) => some.map((items, to) => ({ at, to, items })))
    .filter(({ at, items }) => items > 0 && (isFar || at === row));
  const found = key === 'Home' ? cells[0] : cells.at(-1);
  return found && [found.at, found.to];
}

/** The first cell with items, row by row; undefined: there are none. */
export function firstCell(counts: readonly (readonly number[])[]): Cell | undefined {
  return nextCell(counts, [0, 0], { key: 'Home', isFar: true });
}

export function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
