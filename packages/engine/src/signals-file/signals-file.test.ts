import { closeSync, openSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlaasError, type SignalName } from '@alaas/core';
import { Field, FixedSizeList, Float32, Float64, List, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import { zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { fileBytes, parseIntegers, readSignal } from './index.ts';

const memory = {
  floats: (count: number) => new Float32Array(new SharedArrayBuffer(4 * count)),
  check: () => undefined,
};

/** Reads a signal from a file with these bytes. */
async function read(bytes: Uint8Array | ArrayBuffer, name: SignalName = 'embeddings') {
  const path = join(temporaryFolder(), 'signal');
  writeFileSync(path, new Uint8Array(bytes));
  const fd = openSync(path, 'r');
  onTestFinished(() => closeSync(fd));
  const { data, ...shape } = await readSignal(
    fileBytes({ fd, bytes: statSync(path).size, name: '"signal"' }, () => undefined),
    name,
    memory,
  );
  expect(data.buffer).toBeInstanceOf(SharedArrayBuffer);
  return { ...shape, numbers: [...data] };
}

async function fault(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((thrown: unknown) => thrown);
  return isAlaasError(error) ? `${error.code}: ${error.message}` : `no AlaasError: ${error}`;
}

/** An NPY file as numpy.lib.format describes it. */
function npy(
  values: Float32Array | Float64Array | Int32Array | BigInt64Array,
  { descr = '<f4', order = 'False', shape = '(2, 3)', version = 1 } = {},
): Uint8Array {
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;
  const prefix = version === 1 ? 10 : 12;
  const padded = `${text.padEnd(Math.ceil((text.length + prefix + 1) / 64) * 64 - prefix - 1)}\n`;
  const bytes = Buffer.alloc(prefix + padded.length + values.byteLength);
  bytes.write('\x93NUMPY', 'latin1');
  bytes[6] = version;
  if (version === 1) bytes.writeUInt16LE(padded.length, 8);
  else bytes.writeUInt32LE(padded.length, 8);
  bytes.write(padded, prefix, 'latin1');
  bytes.set(new Uint8Array(values.buffer), prefix + padded.length);
  return bytes;
}

const six = [1, 2, 3, 4, 5, 6];
const twoByThree = { rows: 2, columns: 3, numbers: six };

describe('NPY', () => {
  it.each([
    ['<f4', Float32Array.from(six)],
    ['<f8', Float64Array.from(six)],
    ['<i4', Int32Array.from(six)],
    ['<i8', BigInt64Array.from(six, BigInt)],
  ])('is read as %s', async (descr, values) => {
    for (const version of [1, 2, 3]) expect(await read(npy(values, { descr, version }))).toEqual(twoByThree);
  });

  it('in Fortran order becomes row-major, a committee too', async () => {
    const columns = Float32Array.from([1, 4, 2, 5, 3, 6]);
    expect(await read(npy(columns, { order: 'True' }))).toEqual(twoByThree);
    // element (m, n, k) is 100 m + 10 n + k; the first index runs fastest
    const values = [0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121];
    const committee = npy(Float32Array.from(values), { order: 'True', shape: '(2, 3, 2)' });
    expect(await read(committee, 'committee')).toEqual({
      members: 2,
      rows: 3,
      columns: 2,
      numbers: [0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121],
    });
  });

  it('of many megabytes is converted whole', async () => {
    const numbers = Float64Array.from({ length: 300_000 }, (_, i) => i);
    const { numbers: back, rows } = await read(npy(numbers, { descr: '<f8', shape: '(100000, 3)' }));
    expect(rows).toBe(100_000);
    expect(back.every((value, i) => value === i)).toBe(true);
  });

  it('with no row is an empty matrix', async () => {
    expect(await read(npy(new Float32Array(), { shape: '(0, 3)' }))).toEqual({ rows: 0, columns: 3, numbers: [] });
  });

  it.each([
    ['another type', npy(Float32Array.from(six), { descr: '>f4' }), /type >f4.*astype\("float32"\)/],
    ['one dimension', npy(Float32Array.from(six), { shape: '(6,)' }), /shape \(6\); embeddings have two/],
    ['no columns', npy(new Float32Array(), { shape: '(2, 0)' }), /at least one column/],
    ['fewer numbers than its shape', npy(Float32Array.from(six), { shape: '(3, 3)' }), /cut short.* 36 bytes/],
    ['a negative size', npy(Float32Array.from(six), { shape: '(-2, -3)' }), /\(-2, -3\), which is none/],
    ['a shape beyond all memory', npy(Float32Array.from(six), { shape: '(99999999999, 3)' }), /cut short/],
    ['half a header', npy(Float32Array.from(six)).subarray(0, 40), /cut short inside its header/],
    ['nothing after its name', Buffer.from('\x93NUMPY', 'latin1'), /version 0/],
  ])('with %s is refused', async (_, bytes, message) => {
    const text = await fault(read(bytes));
    expect(text).toMatch(/^INVALID_REQUEST/);
    expect(text).toMatch(message);
  });
});

describe('NPZ', () => {
  const array = npy(Float32Array.from(six));
  const other = npy(Float32Array.from([9, 9]), { shape: '(1, 2)' });

  it.each([
    ['stored', 0],
    ['deflated', 6],
  ] as const)('gives the array of its name, %s', async (_, level) => {
    const bytes = zipSync({ 'other.npy': other, 'embeddings.npy': array }, { level });
    expect(await read(bytes)).toEqual(twoByThree);
  });

  it('gives its only array, whatever that is called', async () => {
    expect(await read(zipSync({ 'arr_0.npy': array }))).toEqual(twoByThree);
  });

  it('of several others names them', async () => {
    expect(await fault(read(zipSync({ 'a.npy': array, 'b.npy': other })))).toMatch(
      /^INVALID_REQUEST: .*holds a, b\. Name one array in it "embeddings"/,
    );
  });

  it('that is damaged is refused', async () => {
    const bytes = zipSync({ 'embeddings.npy': array });
    expect(await fault(read(bytes.subarray(0, bytes.length - 30)))).toMatch(/^INVALID_REQUEST: .*damaged/);
    expect(await fault(read(zipSync({ 'embeddings.npy': Buffer.from('text') })))).toMatch(/is no array/);
  });
});

describe('Arrow', () => {
  const rows = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  const column = (lists: (number[] | null)[], type: FixedSizeList | List) => vectorFromArray(lists, type);
  const fixed = (of: Float32 | Float64) => new FixedSizeList(3, new Field('item', of, true));

  it.each([
    ['fixed-size lists of float32', fixed(new Float32())],
    ['fixed-size lists of float64', fixed(new Float64())],
    ['lists of float32', new List(new Field('item', new Float32(), true))],
  ])('gives a column of %s, beside others, as file and as stream', async (_, type) => {
    const table = new Table({ name: vectorFromArray(['a', 'b'], new Utf8()), vectors: column(rows, type) });
    for (const format of ['file', 'stream'] as const) expect(await read(tableToIPC(table, format))).toEqual(twoByThree);
  });

  it('gives columns of numbers', async () => {
    const columns = [0, 1, 2].map((k) => [
      `x${k}`,
      vectorFromArray(
        rows.map((row) => row[k]),
        new Float64(),
      ),
    ]);
    expect(await read(tableToIPC(new Table(Object.fromEntries(columns))))).toEqual(twoByThree);
  });

  it('of several batches is read whole', async () => {
    const parts = rows.map((row) => column([row], fixed(new Float32())));
    const [first, ...others] = parts.map((embeddings) => new Table({ embeddings }));
    expect(await read(tableToIPC((first as Table).concat(...(others as Table[]))))).toEqual(twoByThree);
  });

  it('counts a null as NaN, and refuses lists of different lengths by their row', async () => {
    const holes = new Table({ x: vectorFromArray([1, null], new Float32()) });
    expect((await read(tableToIPC(holes))).numbers).toEqual([1, Number.NaN]);
    const uneven = new Table({ x: column([[1, 2, 3], [4]], new List(new Field('item', new Float32(), true))) });
    expect(await fault(read(tableToIPC(uneven)))).toMatch(/^INVALID_EMBEDDINGS: Row 1 .* 1 numbers.* have 3/);
    expect(await fault(read(tableToIPC(uneven), 'probabilities'))).toMatch(/^INVALID_PROBABILITIES: Row 1/);
  });

  it('without a matrix names its columns', async () => {
    const table = new Table({ name: vectorFromArray(['a'], new Utf8()), x: vectorFromArray([1], new Float32()) });
    expect(await fault(read(tableToIPC(table)))).toMatch(/^INVALID_REQUEST: .*name \(something else\), x \(numbers\)/);
  });

  it('that is damaged is refused', async () => {
    const bytes = tableToIPC(new Table({ x: vectorFromArray([1], new Float32()) }), 'file');
    expect(await fault(read(bytes.subarray(0, 40)))).toMatch(/^INVALID_REQUEST/);
  });
});

describe('Parquet', () => {
  const rows = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  const lists = (data: unknown[]) =>
    parquetWriteBuffer({
      columnData: [
        { name: 'id', data: data.map((_, i) => i) },
        { name: 'vector', data },
      ],
      schema: [
        { name: 'root', num_children: 2 },
        { name: 'id', type: 'INT32', repetition_type: 'REQUIRED' },
        { name: 'vector', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', type: 'FLOAT', repetition_type: 'OPTIONAL' },
      ],
      rowGroupSize: 1,
    });

  it('gives a column of lists over several row groups', async () => {
    expect(await read(lists(rows))).toEqual(twoByThree);
  });

  it('gives columns of numbers', async () => {
    const columnData = [0, 1, 2].map((k) => ({
      name: `x${k}`,
      data: rows.map((row) => row[k]),
      type: 'DOUBLE' as const,
    }));
    expect(await read(parquetWriteBuffer({ columnData, rowGroupSize: 1 }))).toEqual(twoByThree);
  });

  it('refuses lists of different lengths by their row', async () => {
    expect(await fault(read(lists([[1, 2], [3]])))).toMatch(/^INVALID_EMBEDDINGS: Row 1 /);
    expect(await fault(read(lists([[1, 2], null])))).toMatch(/^INVALID_EMBEDDINGS: Row 1 /);
  });

  it('that is damaged or has no matrix is refused', async () => {
    const bytes = new Uint8Array(lists(rows));
    expect(await fault(read(bytes.subarray(0, bytes.length - 9)))).toMatch(/^INVALID_REQUEST: .*Parquet/);
    const words = parquetWriteBuffer({ columnData: [{ name: 'word', data: ['a'], type: 'STRING' }] });
    expect(await fault(read(words))).toMatch(/^INVALID_REQUEST: .*word \(something else\)/);
  });
});

describe('a signal', () => {
  it('in no known format is refused', async () => {
    expect(await fault(read(Buffer.from('1,2,3\n')))).toMatch(/^INVALID_REQUEST: .*NPY, NPZ, Arrow or Parquet/);
    expect(await fault(read(new Uint8Array()))).toMatch(/^INVALID_REQUEST/);
  });

  it('of a committee has three dimensions', async () => {
    expect(await fault(read(npy(Float32Array.from(six)), 'committee'))).toMatch(/a committee has three/);
  });

  it('that does not fit into memory is refused before it is read', async () => {
    const full = {
      floats: () => {
        throw new RangeError('no room');
      },
      check: () => undefined,
    };
    const bytes = npy(Float32Array.from(six));
    const reading = {
      name: 'x',
      length: bytes.length,
      read: (at: number, to: Uint8Array) => to.set(bytes.subarray(at, at + to.length)),
    };
    await expect(readSignal(reading, 'embeddings', full)).rejects.toThrow('no room');
  });
});

describe('integers', () => {
  it('are read one a line, whatever ends it', () => {
    expect(parseIntegers('3\n0\r\n 12 \n\n', 'rows.txt', 100)).toEqual([3, 0, 12]);
    expect(parseIntegers('\uFEFF7', 'rows.txt', 100)).toEqual([7]);
    expect(parseIntegers('\n', 'rows.txt', 100)).toEqual([]);
  });

  it.each([
    ['1\ntwo', 'Line 2 of rows.txt is "two"'],
    ['1\n\n2', 'Line 2'],
    ['-1', 'Line 1'],
    ['1.5', 'Line 1'],
    ['101', 'from 0 to 100'],
  ])('%j is refused', (text, message) => {
    expect(() => parseIntegers(text, 'rows.txt', 100)).toThrow(message);
  });
});
