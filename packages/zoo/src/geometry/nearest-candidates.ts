import { type NearestTask, nearestRows } from './nearest-rows.ts';

/** What {@link nearestCandidates} looks among, and for. */
export interface CandidatesTask extends Pick<NearestTask, 'embeddings' | 'k' | 'compute' | 'checkpoint'> {
  /** Rows to look among, ascending. */
  readonly candidates: Uint32Array;
  /** Rows whose neighbours are wanted. */
  readonly queries: Uint32Array;
}

/**
 * The candidates that are among the k nearest of any query, by Euclidean distance; among equals the lower row.
 *
 * @returns ascending rows, at least min(k, candidates) of them where there is a query
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row, `CANCELLED`
 * O(queries N D) time, O(N + queries) memory beside the embeddings.
 */
export async function nearestCandidates({ candidates, queries, ...task }: CandidatesTask): Promise<Uint32Array> {
  const near = new Uint8Array(candidates.length);
  for await (const { places } of nearestRows({ ...task, rows: queries, among: candidates })) {
    for (const place of places) near[place] = 1;
  }
  return candidates.filter((_, i) => near[i] === 1);
}
