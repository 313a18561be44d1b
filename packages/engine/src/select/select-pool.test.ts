import { type Compute, defineSelector, isAlaasError, matrix, type Selection, type WholePool } from '@alaas/core';
import { findStrategy } from '@alaas/zoo';
import { describe, expect, it } from 'vitest';
import type { PoolSignals } from './pool-signals.ts';
import { type PoolRequest, selectPool } from './select-pool.ts';

const compute: Compute = { run: () => Promise.reject(new Error('nothing here needs array programs')) };
const { signal } = new AbortController();

/** Rows 0 to 5 with margins of 0.1 to 0.6 between two classes: row 0 is the least certain. */
function makePool(extra: Partial<PoolSignals> = {}): PoolSignals {
  const rows = [0.55, 0.6, 0.65, 0.7, 0.75, 0.8].flatMap((p) => [p, 1 - p]);
  return {
    size: 6,
    probabilities: matrix(Float32Array.from(rows), 2),
    labelled: { rows: new Uint32Array(), labels: new Int32Array() },
    ...extra,
  };
}

function labelled(rows: number[], labels = rows.map(() => 0)): Partial<PoolSignals> {
  return { labelled: { rows: Uint32Array.from(rows), labels: Int32Array.from(labels) } };
}

function ask(pool: PoolSignals, budget: number, extra: Partial<PoolRequest> = {}): Promise<Selection> {
  const strategy = findStrategy('margin-confidence');
  return selectPool(pool, { strategy, options: {}, budget, seed: 0, compute, signal, ...extra });
}

async function fault(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((thrown: unknown) => thrown);
  return isAlaasError(error) ? `${error.code}: ${error.message}` : 'no error';
}

/** A selector that answers with whatever the test says. */
function answering(answer: (pool: WholePool) => { rows: number[]; utilities: number[] }) {
  return defineSelector({
    id: 'test-selector',
    aliases: [],
    title: 'Test',
    family: 'geometry',
    summary: 'Test.',
    formula: 'none',
    reference: 'none',
    cost: 'none',
    use: 'A test asks.',
    avoid: 'Anywhere else.',
    needs: [],
    options: findStrategy('random').options,
    select: async (pool) => {
      const { rows, utilities } = answer(pool);
      return { rows: Uint32Array.from(rows), utilities: Float64Array.from(utilities) };
    },
  });
}

describe('selectPool', () => {
  it('keeps labelled rows out, wherever they lie', async () => {
    expect([...(await ask(makePool(), 2)).rows]).toEqual([0, 1]);
    expect([...(await ask(makePool(labelled([0])), 2)).rows]).toEqual([1, 2]);
    expect([...(await ask(makePool(labelled([3, 1])), 3)).rows]).toEqual([0, 2, 4]);
    expect([...(await ask(makePool(labelled([5])), 5)).rows]).toEqual([0, 1, 2, 3, 4]);
  });

  it('chooses from the candidates it is given, less the labelled ones', async () => {
    const candidates = Uint32Array.of(1, 3, 4);
    expect([...(await ask(makePool(), 2, { candidates })).rows]).toEqual([1, 3]);
    expect([...(await ask(makePool(labelled([1])), 2, { candidates })).rows]).toEqual([3, 4]);
    expect(await fault(ask(makePool(labelled([1])), 3, { candidates }))).toMatch(/^POOL_EXHAUSTED: .*only 2 items/);
    expect(await fault(ask(makePool(), 1, { candidates: new Uint32Array() }))).toMatch(/^EMPTY_POOL/);
  });

  it('gathers the members of a committee around a labelled row', async () => {
    // vote entropy: of rows 0, 1, 2 the members disagree about row 2 alone
    const data = Float32Array.from([1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 1]);
    const committee = { data, members: 2, rows: 3, columns: 2 };
    const { probabilities: _, ...pool } = makePool({ size: 3, committee, ...labelled([1]) });
    const { rows, utilities } = await ask(pool, 2, { strategy: findStrategy('vote-entropy') });
    expect([...rows]).toEqual([2, 0]);
    expect(utilities[0]).toBeGreaterThan(0);
    expect(utilities[1]).toBe(0);
  });

  it('refuses a head, targets or label sets that do not fit the rest', async () => {
    const head = matrix(new Float32Array(6), 3);
    const wide = matrix(new Float32Array(36), 6);
    expect(await fault(ask(makePool({ head, embeddings: wide }), 1))).toMatch(/INVALID_SIGNAL: .*width 6 need 7/);
    const threeClasses = matrix(new Float32Array(9), 3);
    expect(await fault(ask(makePool({ head: threeClasses }), 1))).toMatch(/INVALID_SIGNAL: .* 3 classes.* have 2/);
    const targets = matrix(new Float32Array(3), 1);
    expect(await fault(ask(makePool({ ...labelled([1, 2]), targets }), 1))).toMatch(/INVALID_LABELS: .* 3 rows.* 2 /);
    expect(await fault(ask(makePool({ ...labelled([1, 2, 3]), targets }), 1))).toBe('no error');
  });

  it('tells the strategy which rows are candidates and which are labelled', async () => {
    let seen: unknown;
    const spy = answering(({ size, candidates, labelled }) => {
      seen = { size, candidates: [...candidates], rows: [...labelled.rows], labels: [...labelled.labels] };
      return { rows: [5], utilities: [1] };
    });
    await ask(makePool(labelled([4, 0], [2, 1])), 1, { strategy: spy });
    expect(seen).toEqual({ size: 6, candidates: [1, 2, 3, 5], rows: [4, 0], labels: [2, 1] });
  });

  it.each([
    ['too few rows', { rows: [1], utilities: [1] }, 'INTERNAL'],
    ['a row twice', { rows: [1, 1], utilities: [2, 1] }, 'INTERNAL'],
    ['a labelled row', { rows: [1, 0], utilities: [2, 1] }, 'INTERNAL'],
    ['a row outside the pool', { rows: [1, 6], utilities: [2, 1] }, 'INTERNAL'],
    ['a utility that rises', { rows: [1, 2], utilities: [1, 2] }, 'INVALID_UTILITY'],
    ['a utility that is no number', { rows: [1, 2], utilities: [1, Number.NaN] }, 'INVALID_UTILITY'],
    ['an infinite utility', { rows: [1, 2], utilities: [Number.POSITIVE_INFINITY, 1] }, 'INVALID_UTILITY'],
  ])('blames a selector for %s', async (_, answer, code) => {
    const message = await fault(ask(makePool(labelled([0])), 2, { strategy: answering(() => answer) }));
    expect(message).toMatch(new RegExp(`^${code}: .*test-selector`));
  });

  it('does not let a selector redefine the candidates', async () => {
    const sly = answering((pool) => {
      (pool.candidates as Uint32Array).fill(0);
      return { rows: [0], utilities: [1] };
    });
    expect(await fault(ask(makePool(labelled([0])), 1, { strategy: sly }))).toMatch(/^INTERNAL/);
  });

  it.each([
    ['a sum that is not 1', [0.5, 0.4], /INVALID_PROBABILITIES: Row 3 .* sums to 0\.9/],
    ['a negative number', [1.5, -0.5], /INVALID_PROBABILITIES: Row 3 .* -0\.5 in column 1/],
    ['NaN', [Number.NaN, 1], /INVALID_PROBABILITIES: Row 3 .* NaN in column 0/],
    ['infinity', [Number.POSITIVE_INFINITY, 1], /INVALID_PROBABILITIES: Row 3 .* Infinity in column 0/],
  ])('refuses probabilities with %s', async (_, row, message) => {
    const pool = makePool();
    pool.probabilities?.data.set(row, 6);
    expect(await fault(ask(pool, 1))).toMatch(message);
  });

  it('takes probabilities whose sum is off by what half precision leaves', async () => {
    const pool = makePool();
    pool.probabilities?.data.set([0.7, 0.3009], 6);
    expect(await fault(ask(pool, 1))).toBe('no error');
  });

  it('names member and row of a committee, and row and column of an embedding', async () => {
    const { probabilities: _, ...rest } = makePool();
    const votes = Float32Array.from([1, 0, 1, 0, 1, 0, 1, 1]);
    const committee = { data: votes, members: 2, rows: 2, columns: 2 };
    expect(await fault(ask({ ...rest, size: 2, committee }, 1, { strategy: findStrategy('bald') }))).toContain(
      'Member 1, row 1',
    );
    const embeddings = matrix(Float32Array.from([0, 0, 0, 0, 0, Number.NEGATIVE_INFINITY]), 1);
    expect(await fault(ask(makePool({ embeddings }), 1))).toMatch(
      /^INVALID_EMBEDDINGS: Row 5 of the embeddings holds -Infinity in column 0/,
    );
  });

  it.each([
    ['a row outside the pool', labelled([6]), /row 6/],
    ['a row named twice', labelled([2, 2]), /Row 2 is labelled twice/],
    ['a negative class', labelled([2], [-1]), /Row 2 has class number -1/],
    ['labels of another length', labelled([2, 3], [0]), /2 labelled rows and 1 labels/],
  ])('refuses labels with %s', async (_, extra, message) => {
    const text = await fault(ask(makePool(extra), 1));
    expect(text).toMatch(/^INVALID_LABELS/);
    expect(text).toMatch(message);
  });

  it('refuses signals of different lengths, and says which', async () => {
    const embeddings = matrix(new Float32Array(10), 2);
    expect(await fault(ask(makePool({ embeddings }), 1))).toMatch(
      /^INVALID_REQUEST: The embeddings have 5 rows, and the probabilities 6/,
    );
  });

  it('refuses label sets of other labels than the predicted ones', async () => {
    const labelProbabilities = matrix(new Float32Array(18), 3);
    const given = (columns: number) => {
      return makePool({ ...labelled([2]), labelProbabilities, labelSets: matrix(new Float32Array(columns), columns) });
    };
    expect(await fault(ask(given(3), 1))).toBe('no error');
    expect(await fault(ask(given(2), 1))).toMatch(/^INVALID_SIGNAL: The labelSets have 2 labels.* 3\./);
  });

  it('counts labelled rows out of the budget', async () => {
    expect(await fault(ask(makePool(labelled([0, 1])), 5))).toMatch(/^POOL_EXHAUSTED: .*only 4 .* 2 labelled/);
    expect(await fault(ask(makePool(labelled([0, 1, 2, 3, 4, 5])), 1))).toMatch(/^EMPTY_POOL/);
  });
});
