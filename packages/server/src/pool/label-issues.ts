import { confidentLearning, matrix, predictedClasses } from '@alaas/core';
import type { CrossFitted } from '../projects/live/evaluate-version.ts';

/** What is doubtful about one labelled item. */
export interface LabelIssue {
  /** 1 - the probability that heads which have not learnt from the item give its label, in [0, 1]. */
  readonly error: number;
  readonly isLikelyError: boolean;
  /** What they say: a class, or all that apply. */
  readonly said: string | string[];
}

/** What a measured version tells of labels, made once for each. */
export interface LabelIssues {
  /** By position. */
  readonly issues: ReadonlyMap<number, LabelIssue>;
  /** Positions of the random sample by `truth` and `said`, as the confusion matrix counts them. Empty for several labels. */
  readonly cells: ReadonlyMap<string, readonly number[]>;
}

const known = new WeakMap<CrossFitted, LabelIssues>();
const none: LabelIssues = { issues: new Map(), cells: new Map() };

/** Names a cell of the confusion matrix. */
export function cellKey(truth: string, said: string): string {
  return JSON.stringify([truth, said]);
}

/** Doubts about labels by confident learning; of several labels an item is as doubtful as its most doubtful one. */
export function labelIssues(fitted: CrossFitted | undefined): LabelIssues {
  if (fitted === undefined) return none;
  const before = known.get(fitted);
  if (before !== undefined) return before;
  const made = fitted.kind.isMulti ? issuesOfSeveral(fitted) : issuesOfOne(fitted);
  known.set(fitted, made);
  return made;
}

function issuesOfOne({ items, said, kind: { classes }, sample }: CrossFitted): LabelIssues {
  const numbers = new Map(classes.map((name, k) => [name, k]));
  // a label that is none of the project's any more is nobody's class
  const rows = [...items.keys()].filter((row) => numbers.has(String(items[row]?.value)));
  const given = Int32Array.from(rows, (row) => numbers.get(String(items[row]?.value)) as number);
  const { selfConfidence, isLikelyError } = confidentLearning(given, rowsAt(said, rows));
  const likeliest = Array.from(predictedClasses(said), (k) => classes[k] as string);
  const issues = new Map(
    rows.map((row, i) => [
      items[row]?.position as number,
      {
        error: doubt(selfConfidence[i] as number),
        isLikelyError: isLikelyError[i] === 1,
        said: likeliest[row] as string,
      },
    ]),
  );
  const cells = new Map<string, number[]>();
  for (const row of sample) {
    const item = items[row];
    if (item === undefined) continue;
    const key = cellKey(String(item.value), likeliest[row] as string);
    const members = cells.get(key);
    if (members === undefined) cells.set(key, [item.position]);
    else members.push(item.position);
  }
  return { issues, cells };
}

function issuesOfSeveral({ items, said, kind: { classes } }: CrossFitted): LabelIssues {
  const errors = new Float64Array(items.length);
  const isLikely = new Uint8Array(items.length);
  for (const [k, name] of classes.entries()) {
    const given = Int32Array.from(items, ({ value }) => ([value].flat().includes(name) ? 1 : 0));
    const pairs = new Float32Array(items.length * 2);
    for (let row = 0; row < items.length; row++) {
      const yes = said.data[row * said.columns + k] as number;
      pairs.set([1 - yes, yes], 2 * row);
    }
    const { selfConfidence, isLikelyError } = confidentLearning(given, matrix(pairs, 2));
    for (let row = 0; row < items.length; row++) {
      errors[row] = Math.max(errors[row] as number, doubt(selfConfidence[row] as number));
      if (isLikelyError[row] === 1) isLikely[row] = 1;
    }
  }
  const issues = new Map(
    items.map(({ position }, row) => [
      position,
      {
        error: errors[row] as number,
        isLikelyError: isLikely[row] === 1,
        said: classes.filter((_, k) => (said.data[row * said.columns + k] as number) > 0.5),
      },
    ]),
  );
  return { issues, cells: new Map() };
}

function doubt(selfConfidence: number): number {
  return Math.min(1, Math.max(0, 1 - selfConfidence));
}

function rowsAt({ data, columns }: CrossFitted['said'], rows: readonly number[]): CrossFitted['said'] {
  const out = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) out.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  return matrix(out, columns);
}
