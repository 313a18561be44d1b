import { exchangeFormats, tasksOf } from '@alaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileFormats } from './formats.ts';
import { contextOf, rowsOf, written } from './project.fixture.ts';
import { anyRecord } from './records.fixture.ts';

const cases = exchangeFormats.flatMap((id) => tasksOf(id).map((type) => [id, type] as const));

/** What no file should hold in these places. */
const junk = fc.constantFrom<unknown>(null, true, -1, 1e308, '', 'x', [], {}, [null], [[]], { a: {} }, '__proto__');

/** A JSON value in which some part is junk. */
function spoiled(value: unknown, places: readonly number[], bad: unknown): unknown {
  const [place, ...rest] = places;
  if (place === undefined || typeof value !== 'object' || value === null) return bad;
  const keys = Object.keys(value);
  const key = keys[place % Math.max(1, keys.length)];
  if (key === undefined) return bad;
  const part = spoiled((value as Record<string, unknown>)[key], rest, bad);
  return Array.isArray(value) ? value.with(Number(key), part) : { ...value, [key]: part };
}

describe.each(cases)('%s of a %s project', (id, type) => {
  const format = fileFormats[id];
  const context = contextOf(type);
  const file = fc.array(anyRecord(type), { minLength: 1, maxLength: 3 });

  it('is read to its end whatever bytes are changed, or where it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.array(fc.tuple(fc.nat(100_000), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        fc.option(fc.nat(100_000), { nil: undefined }),
        async (records, changes, end) => {
          const bytes = await written(format, records, context);
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          const rows = await rowsOf(format, bytes.subarray(0, end && end % bytes.length), context, 4096);
          expect(rows.every((row) => 'record' in row || row.error.detail.length > 0)).toBe(true);
        },
      ),
      { numRuns: id === 'parquet' ? 5 : 60, seed: 7 },
    );
  });

  if (['csv', 'parquet', 'conll'].includes(id)) return;

  it('is read to its end whatever its JSON holds', async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.array(fc.nat(50), { maxLength: 8 }), junk, async (records, places, bad) => {
        const text = (await written(format, records, context)).toString();
        const isLines = format.extension === 'jsonl';
        const values: unknown[] = isLines
          ? text
              .trimEnd()
              .split('\n')
              .map((line) => JSON.parse(line))
          : JSON.parse(text);
        const broken = spoiled(values, places, bad);
        const lines =
          isLines && Array.isArray(broken)
            ? broken.map((line) => JSON.stringify(line)).join('\n')
            : JSON.stringify(broken);
        const rows = await rowsOf(format, lines, context, 4096);
        expect(rows.every((row) => 'record' in row || row.error.detail.length > 0)).toBe(true);
      }),
      { numRuns: 150, seed: 8 },
    );
  });
});
