import { AlaasError, type AnswerValue, type Neighbour, poolStatuses } from '@alaas/core';
import type { RecordState } from '../database/record-table.ts';
import type { PoolView } from './pool-view.ts';
import { previewOf } from './preview.ts';

interface Ask {
  readonly project: string;
  readonly n: number;
  readonly labelled?: boolean | undefined;
  readonly seesAll: boolean;
  /** Whether records that have their answers may be asked again. */
  readonly asksAgain: boolean;
  readonly signal: AbortSignal;
}

const EXCLUDED = poolStatuses.indexOf('excluded');

/**
 * The items of a pool nearest to one by cosine, the nearest first. Who may not see all gets agreed answers of completed
 * records alone, and of these none that somebody may still be asked for: no gold items, no answers in bulk, and no item that
 * says the same as the one in hand. Where records are asked again they get none of the answers.
 *
 * @throws AlaasError `NOT_FOUND` for an item that is not in the pool, `CANCELLED`
 */
export async function neighboursOf(view: PoolView, item: string, ask: Ask): Promise<Neighbour[]> {
  const { pool, records } = view;
  const position = pool.positionOf(item);
  if (position === undefined || position >= view.size) {
    throw new AlaasError('NOT_FOUND', `There is no item "${item}" with features in the pool.`);
  }
  const near = await pool.nearest(position, { among: amongOf(view, position, ask), count: ask.n }, ask.signal);
  return near.map(({ position: other, similarity }) => {
    const { id, uri, text } = pool.item(other);
    const { isWhole: _, ...preview } = previewOf(text);
    const label = ask.seesAll || !ask.asksAgain ? (records.get(other)?.answer ?? null) : null;
    return {
      item: id,
      uri,
      ...preview,
      content: `/v1/projects/${ask.project}/items/${encodeURIComponent(id)}/content`,
      similarity,
      distance: 1 - similarity,
      ...(label !== null && { label: JSON.parse(label) as AnswerValue }),
    };
  });
}

/** Undefined: all. */
function amongOf(view: PoolView, own: number, { seesAll, labelled }: Ask): Uint32Array | undefined {
  const { records, pool, size, status } = view;
  if (!seesAll) {
    const content = pool.sha256(own);
    const isShown = ([position, record]: [number, RecordState]): boolean =>
      isSettled(record) && status[position] !== EXCLUDED && pool.sha256(position) !== content;
    return Uint32Array.from([...records].filter(isShown), ([position]) => position);
  }
  if (labelled === undefined) return undefined;
  const isLabelled = (position: number): boolean => (records.get(position)?.answer ?? null) !== null;
  if (labelled) return Uint32Array.from([...records.keys()].filter(isLabelled));
  return Uint32Array.from({ length: size }, (_, position) => position).filter((position) => !isLabelled(position));
}

function isSettled({ answer, completed_at, gold, arm }: RecordState): boolean {
  return answer !== null && completed_at !== null && gold === null && arm !== 'bulk';
}
