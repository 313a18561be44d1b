import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configSchema } from '@alaas/core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Access, SignalsQuery } from './engine.ts';
import { planSignals, selectSignals } from './select-signals.ts';
import { SelectThreads } from './select-threads.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const { sources } = configSchema.parse({});
const never = new AbortController().signal;
let threads: SelectThreads;

beforeAll(() => {
  threads = new SelectThreads();
  return () => threads.close();
});

function select(
  query: Partial<SignalsQuery>,
  { access = 'local' as Access, roots = [] as string[], signal = never } = {},
) {
  const strategy = { type: 'margin-confidence', options: {} };
  return selectSignals(
    { budget: 2, seed: 0, strategy, signals: {}, ...query },
    { access, sources: { ...sources, roots }, threads, watch: { signal, onProgress: () => undefined } },
  );
}

const probabilities = [
  [0.9, 0.1],
  [0.5, 0.5],
  [0.75, 0.25],
  [0.625, 0.375],
];

/** A float32 NPY file of [rows x columns]. */
function npyFile(rows: number[][]): string {
  const columns = rows[0]?.length ?? 0;
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows.length}, ${columns}), }`.padEnd(117);
  const head = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${header}\n`, 'latin1');
  const path = join(temporaryFolder(), 'signal.npy');
  writeFileSync(path, Buffer.concat([head, Buffer.from(Float32Array.from(rows.flat()).buffer)]));
  return path;
}

/** The header of a float32 NPY file, and not one of its numbers. */
function headerAlone(rows: number, columns: number): string {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`.padEnd(117);
  const path = join(temporaryFolder(), 'header.npy');
  writeFileSync(path, Buffer.from(`\x93NUMPY\x01\x00\x76\x00${header}\n`, 'latin1'));
  return path;
}

function plan(query: Partial<SignalsQuery>) {
  const strategy = { type: 'margin-confidence', options: {} };
  const context = {
    access: 'local' as Access,
    sources,
    threads,
    watch: { signal: never, onProgress: () => undefined },
  };
  return planSignals({ budget: 2, seed: 0, strategy, signals: {}, ...query }, context);
}

function textFile(text: string): string {
  const path = join(temporaryFolder(), 'numbers.txt');
  writeFileSync(path, text);
  return path;
}

describe('selectSignals', () => {
  it('selects from lists in the request', async () => {
    const { picks, summary } = await select({ signals: { probabilities } });
    expect(picks).toEqual([
      { rank: 1, row: 1, utility: 1 },
      { rank: 2, row: 3, utility: 0.75 },
    ]);
    expect(summary).toMatchObject({ rows: 4, pool: 4, labelled: 0, strategy: 'margin-confidence', seed: 0 });
  });

  it('selects from files, and keeps the labelled rows out', async () => {
    const labelled = { rows: textFile('1\n'), labels: textFile('0\n') };
    const path = npyFile(probabilities);
    for (const file of [path, `file://${path}`]) {
      const { picks, summary } = await select({ signals: { probabilities: file }, labelled });
      expect(picks.map(({ row }) => row)).toEqual([3, 2]);
      expect(summary).toMatchObject({ rows: 4, pool: 3, labelled: 1 });
    }
    const inline = await select({ signals: { probabilities }, labelled: { rows: [1], labels: [0] } });
    expect(inline.picks.map(({ row }) => row)).toEqual([3, 2]);
  });

  it('chooses a strategy by what is given where none is named', async () => {
    const auto = { type: 'auto', options: {} };
    expect((await select({ strategy: auto, signals: { probabilities } })).summary.strategy).toBe('margin-confidence');
    const embeddings = [[0], [1], [2]];
    expect((await select({ strategy: auto, signals: { embeddings } })).summary.strategy).toBe('random');
  });

  it('runs a strategy inside wrappers, and says which', async () => {
    const embeddings = Array.from({ length: 40 }, (_, i) => [i, 0]);
    const wrap = [
      { type: 'PowerBALD', options: { beta: 1000 } },
      { type: 'seals', options: { k: 2 } },
    ];
    const strategy = { type: 'auto', options: {}, wrap };
    const known = { labelled: { rows: [20], labels: [0] } };
    const { picks, summary } = await select({
      ...known,
      strategy,
      signals: { embeddings, probabilities: embeddings.map(([i = 0]) => [0.5 + i / 100, 0.5 - i / 100]) },
    });
    expect(picks.map(({ row }) => row)).toEqual([19, 21]);
    expect(summary).toMatchObject({ strategy: 'margin-confidence', wrap: ['power', 'seals'] });
    expect((await select({ signals: { probabilities } })).summary).not.toHaveProperty('wrap');
  });

  it('runs a selector on files and gives what it gives on lists', async () => {
    const embeddings = Array.from({ length: 50 }, (_, i) => [Math.sin(i), Math.cos(i * i), i % 7]);
    const strategy = { type: 'KCenterGreedy', options: {} };
    const fromFile = await select({ strategy, budget: 10, signals: { embeddings: npyFile(embeddings) } });
    const fromLists = await select({ strategy, budget: 10, signals: { embeddings } });
    expect(fromFile.picks).toEqual(fromLists.picks);
  });

  it('takes turns when many ask at once, and lets a waiting one go', async () => {
    const controller = new AbortController();
    const work = Array.from({ length: 5 }, (_, i) =>
      select({ signals: { probabilities } }, { signal: i === 4 ? controller.signal : never }),
    );
    controller.abort();
    const ends = await Promise.allSettled(work);
    expect(ends.map(({ status }) => status)).toEqual([...Array(4).fill('fulfilled'), 'rejected']);
    expect(ends[4]).toMatchObject({ reason: { code: 'CANCELLED' } });
  });

  it('ends when it is cancelled on the way, and the next one is unharmed', async () => {
    const embeddings = Array.from({ length: 20_000 }, (_, i) => [Math.sin(i), Math.cos(i * i), Math.sin(i * 7.7)]);
    const controller = new AbortController();
    const strategy = { type: 'k-center-greedy', options: {} };
    const work = select({ strategy, budget: 19_000, signals: { embeddings } }, { signal: controller.signal });
    controller.abort();
    await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await select({ signals: { probabilities } })).picks).toHaveLength(2);
  });

  it.each<[string, Partial<SignalsQuery>, string, RegExp]>([
    ['no signal', { strategy: { type: 'random', options: {} } }, 'INVALID_REQUEST', /at least one of/],
    ['a need that is not met', { signals: { embeddings: [[1]] } }, 'STRATEGY_NEEDS', /--probabilities/],
    ['a budget of 0', { budget: 0, signals: { probabilities } }, 'INVALID_BUDGET', /0/],
    ['a budget beyond the pool', { budget: 5, signals: { probabilities } }, 'POOL_EXHAUSTED', /only 4/],
    ['no such strategy', { strategy: { type: 'margins', options: {} } }, 'UNKNOWN_STRATEGY', /margin/],
    [
      'no such wrapper',
      { strategy: { type: 'entropy', options: {}, wrap: [{ type: 'seal', options: {} }] } },
      'UNKNOWN_WRAPPER',
      /"seals"/,
    ],
    [
      'no such option of a wrapper',
      { strategy: { type: 'entropy', options: {}, wrap: [{ type: 'power', options: { x: 1 } }] } },
      'INVALID_OPTION',
      /beta/,
    ],
    [
      'a signal that a wrapper needs',
      {
        strategy: { type: 'entropy', options: {}, wrap: [{ type: 'per-cost', options: {} }] },
        signals: { probabilities: '/nowhere.npy' },
      },
      'STRATEGY_NEEDS',
      /per-cost needs costs.*--costs/,
    ],
    [
      'a reweigher around a set',
      {
        strategy: { type: 'k-center-greedy', options: {}, wrap: [{ type: 'power', options: {} }] },
        signals: { embeddings: '/nowhere.npy' },
      },
      'INVALID_OPTION',
      /power/,
    ],
    ['no such option', { strategy: { type: 'entropy', options: { x: 1 } } }, 'INVALID_OPTION', /normalized/],
    ['rows of two widths', { signals: { probabilities: [[1], [0.5, 0.5]] } }, 'INVALID_PROBABILITIES', /Row 1/],
    ['a relative path', { signals: { probabilities: 'p.npy' } }, 'SOURCE_UNSUPPORTED', /p\.npy/],
    ['a file that is not there', { signals: { probabilities: '/nowhere/p.npy' } }, 'SOURCE_NOT_FOUND', /nowhere/],
    ['logits', { signals: { probabilities: [[2, -1]] } }, 'INVALID_PROBABILITIES', /softmax, not logits/],
    [
      'signals of two lengths',
      { signals: { probabilities, embeddings: [[1]] } },
      'INVALID_REQUEST',
      /probabilities have 4 rows, and the embeddings 1|embeddings have 1 rows, and the probabilities 4/,
    ],
    [
      'a labelled row that is none',
      { signals: { probabilities }, labelled: { rows: [-1], labels: [0] } },
      'INVALID_LABELS',
      /row -1/,
    ],
  ])('refuses %s', async (_, query, code, message) => {
    await expect(select(query)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('names the line of a file that is no number', async () => {
    const labelled = { rows: textFile('0\nx\n'), labels: textFile('0\n1\n') };
    await expect(select({ signals: { probabilities }, labelled })).rejects.toThrow(/Line 2 of .*numbers\.txt.* is "x"/);
  });

  it('reads for other machines only inside the roots', async () => {
    const file = npyFile(probabilities);
    const query = { signals: { probabilities: file } };
    await expect(select(query, { access: 'remote' })).rejects.toMatchObject({ code: 'SOURCE_FORBIDDEN' });
    const { picks } = await select(query, { access: 'remote', roots: [join(file, '..')] });
    expect(picks).toHaveLength(2);
  });
});

it('threads that are closed cancel what they hold', async () => {
  const own = new SelectThreads();
  onTestFinished(() => own.close());
  const strategy = { type: 'random', options: {} };
  const query = { budget: 1, seed: 0, strategy, signals: { embeddings: [[1]] } };
  const watch = { signal: never, onProgress: () => undefined };
  const held = selectSignals(query, { access: 'local', sources, threads: own, watch });
  await Promise.all([own.close(), expect(held).rejects.toMatchObject({ code: 'CANCELLED' })]);
  await expect(selectSignals(query, { access: 'local', sources, threads: own, watch })).rejects.toMatchObject({
    code: 'CANCELLED',
  });
});

describe('planSignals', () => {
  const kCenter = { type: 'k-center-greedy', options: {} };

  it('tells what numbers in the request would take', async () => {
    const { bytes, seconds, free, ...sizes } = await plan({
      signals: { probabilities },
      labelled: { rows: [1], labels: [0] },
    });
    expect(sizes).toEqual({
      strategy: 'margin-confidence',
      rows: 4,
      labelled: 1,
      classes: 2,
      width: 0,
      members: 0,
      budget: 2,
      fits: true,
    });
    expect(bytes.signals).toBe(4 * 2 * 4);
    expect(free).toBeGreaterThan(1e6);
    expect(seconds.low).toBeLessThan(seconds.high);
  });

  it('reads the header of an NPY file only', async () => {
    const signals = { embeddings: headerAlone(1000, 64) };
    const { rows, width, bytes } = await plan({ strategy: kCenter, signals });
    expect([rows, width, bytes.signals]).toEqual([1000, 64, 1000 * 64 * 4]);
    await expect(select({ strategy: kCenter, signals })).rejects.toThrow(/cut short/);
  });

  it('says that a pool beyond all memory does not fit, and the selection refuses it before it reads', async () => {
    const signals = { embeddings: headerAlone(10 ** 9, 10 ** 5), probabilities: headerAlone(10 ** 9, 2) };
    const asked = { strategy: { type: 'badge', options: {} }, signals };
    expect((await plan(asked)).fits).toBe(false);
    await expect(select(asked)).rejects.toThrow(/^badge needs up to 4\d+ GB here.* GB are free/);
    await expect(select(asked)).rejects.toMatchObject({ code: 'NOT_ENOUGH_MEMORY' });
  });

  it('refuses a budget beyond the pool', async () => {
    await expect(plan({ budget: 5, signals: { probabilities } })).rejects.toMatchObject({ code: 'POOL_EXHAUSTED' });
  });

  it('refuses what the selection would refuse', async () => {
    await expect(plan({ strategy: kCenter, signals: { probabilities } })).rejects.toMatchObject({
      code: 'STRATEGY_NEEDS',
    });
    await expect(plan({ signals: { probabilities: '/nowhere/p.npy' } })).rejects.toMatchObject({
      code: 'SOURCE_NOT_FOUND',
    });
  });
});
