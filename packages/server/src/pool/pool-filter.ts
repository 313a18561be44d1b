import { AlaasError, type AnswerValue, type PoolQuery, poolStatuses } from '@alaas/core';
import { labelsOfValue } from '../projects/labels-of-value.ts';
import { cellKey } from './label-issues.ts';
import { isDoubted, type PoolView } from './pool-view.ts';

/** Whether a position is wanted. */
export type PoolFilter = (position: number) => boolean;

type Wanted = Pick<
  PoolQuery,
  'item' | 'status' | 'label' | 'predicted' | 'round' | 'arm' | 'truth' | 'said' | 'likelyError'
>;

/**
 * What of a pool a query asks for, but for the text.
 *
 * @throws AlaasError `INVALID_REQUEST` for half a cell of the confusion matrix
 */
export function poolFilter(view: PoolView, wanted: Wanted): PoolFilter {
  const filters = [byItem, byStatus, byLabel, byPrediction, byRound, byArm, byCell, byError].flatMap(
    (make) => make(view, wanted) ?? [],
  );
  return (position) => filters.every((isWanted) => isWanted(position));
}

type MakeFilter = (view: PoolView, wanted: Wanted) => PoolFilter | undefined;

const byItem: MakeFilter = ({ pool }, { item }) => {
  if (item === undefined) return undefined;
  const found = pool.positionOf(item);
  return (position) => position === found;
};

const byStatus: MakeFilter = ({ status }, { status: wanted }) => {
  if (wanted === undefined) return undefined;
  const place = poolStatuses.indexOf(wanted);
  return (position) => status[position] === place;
};

const byLabel: MakeFilter = ({ records }, { label }) => {
  if (label === undefined) return undefined;
  const found = new Set<number>();
  for (const [position, { answer }] of records) {
    if (answer !== null && labelsOfValue(JSON.parse(answer) as AnswerValue).includes(label)) found.add(position);
  }
  return (position) => found.has(position);
};

const byPrediction: MakeFilter = ({ head, scores, signals }, { predicted }) => {
  if (predicted === undefined) return undefined;
  const k = head?.classes.indexOf(predicted) ?? -1;
  if (head === undefined || scores === undefined || signals === undefined || k < 0) return () => false;
  if (head.kind === 'single') return (position) => signals.predicted[position] === k;
  const { data, columns, rows } = scores;
  return (position) => position < rows && (data[position * columns + k] as number) > 0.5;
};

const byRound: MakeFilter = ({ round }, { round: wanted }) =>
  wanted === undefined ? undefined : (position) => round[position] === wanted;

const byArm: MakeFilter = ({ records }, { arm }) => {
  if (arm === undefined) return undefined;
  return (position) => {
    const record = records.get(position);
    if (record === undefined) return false;
    return arm === (record.gold === null ? record.arm : 'gold');
  };
};

const byCell: MakeFilter = ({ labels }, { truth, said }) => {
  if (truth === undefined && said === undefined) return undefined;
  if (truth === undefined || said === undefined) {
    throw new AlaasError('INVALID_REQUEST', 'A cell of the confusion matrix has two sides. Give both truth and said.');
  }
  const members = new Set(labels.cells.get(cellKey(truth, said)));
  return (position) => members.has(position);
};

const byError: MakeFilter = (view, { likelyError }) =>
  likelyError === undefined ? undefined : (position) => isDoubted(view, position) === likelyError;
