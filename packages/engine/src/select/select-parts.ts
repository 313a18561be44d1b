import {
  AlaasError,
  type Compute,
  createRandom,
  hashText,
  mix,
  type Part,
  parseOptions,
  type Selection,
  type Splitter,
  type Wrap,
} from '@alaas/core';
import type { PoolSignals } from './pool-signals.ts';
import { restrictPool } from './restrict.ts';

/** A number of rows to ask of some candidates. */
export interface Question {
  readonly candidates: Uint32Array;
  /** From 1 to the number of candidates. */
  readonly n: number;
  /** Unsigned 32-bit. */
  readonly seed: number;
  /** Told how many of the n are certain. */
  readonly progress: (done: number) => void;
}

/** What the splitters of a query work with. */
export interface SplitTools {
  readonly pool: PoolSignals;
  readonly compute: Compute;
  readonly checkpoint: () => void;
  /** What is inside all splitters. */
  readonly ask: (question: Question) => Promise<Selection>;
}

/**
 * Asks part by part: the last splitter parts the candidates, the one before it each part, and the strategy runs on what
 * comes of it. When parts ask for fewer than n, the rest is asked of the candidates that were not chosen. Picks come in
 * order of utility, equal ones in order of their parts.
 *
 * @param wraps those that are splitters count, the nearest to the strategy first
 * @throws AlaasError `INVALID_OPTION`, `INTERNAL` when a splitter breaks its contract, what splitters and strategy throw
 */
export async function selectParts(question: Question, wraps: readonly Wrap[], tools: SplitTools): Promise<Selection> {
  const { candidates, n, seed, progress } = question;
  const last = wraps.findLastIndex(({ wrapper }) => wrapper.kind === 'splitter');
  if (last < 0) return await tools.ask(question);
  const inner = wraps.slice(0, last);
  const { wrapper, options } = wraps[last] as Wrap & { readonly wrapper: Splitter };
  const parts = await wrapper.split(restrictPool(tools.pool, candidates, wrapper), {
    n,
    options: parseOptions(wrapper, options),
    random: createRandom(hashText(`splitter ${last}`, seed)),
    compute: tools.compute,
    checkpoint: tools.checkpoint,
  });
  tools.checkpoint();
  const left = checkParts(wrapper, parts, question, tools.pool.size);
  const selections: Selection[] = [];
  let done = 0;
  const ask = async (part: Part): Promise<Selection> => {
    const before = done;
    // the first part has the seed of the whole, so that one part that holds all candidates changes nothing
    const own = selections.length === 0 ? seed : mix(seed, selections.length);
    const selection = await selectParts({ ...part, seed: own, progress: (of) => progress(before + of) }, inner, tools);
    for (const row of selection.rows) left[row] = 0;
    selections.push(selection);
    done += part.n;
    progress(done);
    return selection;
  };
  for (const part of parts) await ask(part);
  if (done < n) await ask({ candidates: candidates.filter((row) => left[row] === 1), n: n - done });
  return merged(selections, n);
}

/** @returns 1 for each row of the pool that is a candidate */
function checkParts({ id }: Splitter, parts: readonly Part[], { candidates, n }: Question, size: number): Uint8Array {
  const isCandidate = new Uint8Array(size);
  for (const row of candidates) isCandidate[row] = 1;
  const isFree = isCandidate.slice();
  let sum = 0;
  for (const part of parts) {
    if (!Number.isInteger(part.n) || part.n < 1 || part.n > part.candidates.length) {
      throw broken(id, `asks ${part.n} of a part of ${part.candidates.length} items`);
    }
    sum += part.n;
    let before = -1;
    for (const row of part.candidates) {
      if (row <= before || isFree[row] !== 1) {
        throw broken(
          id,
          `has row ${row} in a part where it may not be: out of order, in another part, or no candidate`,
        );
      }
      isFree[row] = 0;
      before = row;
    }
  }
  if (sum > n) throw broken(id, `asks ${sum} items for a budget of ${n}`);
  return isCandidate;
}

function merged(selections: readonly Selection[], n: number): Selection {
  const [only] = selections;
  if (only !== undefined && selections.length === 1) return only;
  const rows = new Uint32Array(n);
  const utilities = new Float64Array(n);
  let at = 0;
  for (const selection of selections) {
    rows.set(selection.rows, at);
    utilities.set(selection.utilities, at);
    at += selection.rows.length;
  }
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => {
    const [first, second] = [utilities[a] as number, utilities[b] as number];
    return first === second ? a - b : first > second ? -1 : 1;
  });
  return {
    rows: order.map((i) => rows[i] as number),
    utilities: Float64Array.from(order, (i) => utilities[i] as number),
  };
}

function broken(id: string, what: string): AlaasError {
  return new AlaasError('INTERNAL', `The wrapper ${id} ${what}. Report this fault.`);
}
