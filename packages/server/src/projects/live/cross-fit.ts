import { isAlaasError, type Matrix, matrix } from '@alaas/core';
import type { LiveHead, LivePool } from '@alaas/engine';
import { type LabelledItem, type TrainingPlan, trainingOf } from './labelled-items.ts';
import type { PoolOrder } from './pool-order.ts';

const FOLDS = 5;

/** How much each class counts as if seen, where there is no head to ask. */
const PRIOR = 1;

export interface CrossFit {
  readonly pool: LivePool;
  readonly order: PoolOrder;
  readonly plan: TrainingPlan;
  readonly signal: AbortSignal;
}

/** Contents that are equal lie in the same fold. */
function foldOf(position: number, { otherPlaces }: PoolOrder): number {
  return Math.floor((otherPlaces[position] as number) * FOLDS);
}

/**
 * What heads say of labelled items from which they have not learnt: of those that `teaching` does not hold, the head of all
 * of `teaching`; of each other one, a head of `teaching` without the fold it is in. No head starts from another.
 *
 * @param whole a head of all of `teaching`, where there is one already
 * @returns [items x K]
 * @throws AlaasError `CANCELLED`, what the learner throws
 */
export async function crossFit(
  items: readonly LabelledItem[],
  teaching: readonly LabelledItem[],
  context: CrossFit & { readonly whole?: LiveHead | undefined },
): Promise<Matrix> {
  const { order, plan } = context;
  const columns = plan.classes.length;
  const out = new Float32Array(items.length * columns);
  const taught = new Set(teaching.map(({ position }) => order.places[position]));
  const groups = new Map<number, number[]>();
  for (const [row, { position }] of items.entries()) {
    const fold = taught.has(order.places[position]) ? foldOf(position, order) : -1;
    const rows = groups.get(fold) ?? [];
    rows.push(row);
    groups.set(fold, rows);
  }
  for (const [fold, rows] of groups) {
    const learnt = fold < 0 ? teaching : teaching.filter(({ position }) => foldOf(position, order) !== fold);
    const asked = Uint32Array.from(rows, (row) => (items[row] as LabelledItem).position);
    const said = await predictFrom(learnt, asked, { ...context, whole: fold < 0 ? context.whole : undefined });
    for (const [i, row] of rows.entries()) {
      out.set(said.data.subarray(i * columns, (i + 1) * columns), row * columns);
    }
  }
  return matrix(out, columns);
}

async function predictFrom(
  teaching: readonly LabelledItem[],
  asked: Uint32Array,
  { pool, plan, signal, whole }: CrossFit & { readonly whole?: LiveHead | undefined },
): Promise<Matrix> {
  const head = whole ?? (await headOf(teaching, plan, { pool, signal }));
  if (head === undefined) return sharesOf(teaching, plan, asked.length);
  const { probabilities } = await pool.score(head, signal, asked);
  return intoClasses(probabilities, head.classes, plan.classes);
}

/** Undefined: the labels cannot tell a class from another. */
async function headOf(
  teaching: readonly LabelledItem[],
  plan: TrainingPlan,
  { pool, signal }: Pick<CrossFit, 'pool' | 'signal'>,
): Promise<LiveHead | undefined> {
  const training = trainingOf(teaching, plan);
  if (training === undefined) return undefined;
  try {
    return await pool.train(training, signal);
  } catch (error) {
    if (isAlaasError(error, 'INVALID_LABELS')) return undefined;
    throw error;
  }
}

/** Where there is no head, the same guess for all: how frequent each class is among the labels. */
function sharesOf(teaching: readonly LabelledItem[], { classes, isMulti }: TrainingPlan, rows: number): Matrix {
  const counts = new Map(classes.map((name) => [name, PRIOR]));
  for (const { value } of teaching) {
    for (const name of typeof value === 'string' ? [value] : value) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const total = teaching.length + (isMulti ? 2 * PRIOR : PRIOR * classes.length);
  const row = Float32Array.from(classes, (name) => (counts.get(name) ?? 0) / total);
  const data = new Float32Array(rows * classes.length);
  for (let i = 0; i < rows; i++) data.set(row, i * classes.length);
  return matrix(data, classes.length);
}

/** Probabilities in the order of other classes; a class that the head does not know has none. */
function intoClasses(given: Matrix, from: readonly string[], to: readonly string[]): Matrix {
  if (from.length === to.length && from.every((name, k) => name === to[k])) return given;
  const places = new Map(to.map((name, k) => [name, k]));
  const data = new Float32Array(given.rows * to.length);
  for (const [k, name] of from.entries()) {
    const place = places.get(name);
    if (place === undefined) continue;
    for (let row = 0; row < given.rows; row++) {
      data[row * to.length + place] = given.data[row * given.columns + k] as number;
    }
  }
  return matrix(data, to.length);
}
