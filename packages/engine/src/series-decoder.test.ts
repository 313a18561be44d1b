import { describe, expect, it } from 'vitest';
import { seriesContent } from './decode/index.ts';
import { decodeSeriesFile } from './series-decoder.ts';
import { codeOf } from './testing/code-of.ts';

const maxValues = 1000;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string) => seriesContent(decodeSeriesFile(bytes(text), maxValues));
const codeOfFile = (content: Uint8Array) => codeOf((async () => decodeSeriesFile(content, maxValues))());
const faultOf = async (content: string | Uint8Array): Promise<string> => {
  try {
    decodeSeriesFile(typeof content === 'string' ? bytes(content) : content, maxValues);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('It was read.');
};

/** An NPY file as numpy.save of NumPy 1.24 writes it: version 1.0, header padded to 64 bytes. */
function npy(descr: string, shape: string, data: ArrayBufferView<ArrayBuffer>, order = 'False'): Uint8Array {
  const header = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;
  const length = Math.ceil((10 + header.length + 1) / 64) * 64 - 10;
  const head = Buffer.from(`\x93NUMPY\x01\0\0\0${header.padEnd(length - 1)}\n`, 'latin1');
  head.writeUInt16LE(length, 8);
  return Uint8Array.from(Buffer.concat([head, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]));
}

describe('delimited lines', () => {
  it.each([
    ['a column without a header', '1\n2.5\n-3e1\n', { names: ['1'], channels: [[1, 2.5, -30]] }],
    [
      'a header',
      'x,y\n1,2\n3,4\n',
      {
        names: ['x', 'y'],
        channels: [
          [1, 3],
          [2, 4],
        ],
      },
    ],
    ['a column of times', 'Time,x\n0,5\n0.5,6\n', { names: ['x'], time: [0, 0.5], channels: [[5, 6]] }],
    [
      'dates',
      'date,x\n1970-01-02,5\n1970-01-02T00:00:01Z,6\n',
      { names: ['x'], time: [86_400, 86_401], channels: [[5, 6]] },
    ],
    ['tabs', 'x\ty\n1\t2\n', { names: ['x', 'y'], channels: [[1], [2]] }],
    [
      'semicolons',
      '1;2\n3;4\n',
      {
        names: ['1', '2'],
        channels: [
          [1, 3],
          [2, 4],
        ],
      },
    ],
    ['one line', '1,2,3,4', { names: ['1'], channels: [[1, 2, 3, 4]] }],
    [
      'values left out',
      'x,y\n1,\nNaN,4\n',
      {
        names: ['x', 'y'],
        channels: [
          [1, null],
          [null, 4],
        ],
      },
    ],
    ['a column of texts', 'x,note\n1,a\n2,b\n', { names: ['x'], channels: [[1, 2]] }],
    ['a byte order mark and carriage returns', '\ufeffx\r\n1\r\n2\r\n', { names: ['x'], channels: [[1, 2]] }],
    ['a lone column named time', 'time\n1\n2\n', { names: ['time'], channels: [[1, 2]] }],
  ])('may have %s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('name the line of what is no number', async () => {
    expect(await faultOf('x,y\n1,2\n3,4o\n')).toContain('line 3 has no number in "y": "4o"');
    expect(await faultOf('1,2\n3\n')).toContain('line 2 has 1 columns where the first has 2');
    expect(await faultOf('t,x\n0,1\n2,1\n1,1\n')).toContain('time goes back at point 3');
    expect(await faultOf('t,x\n0,1\n,1\n')).toContain('point 2 has no time');
  });
});

describe('JSON', () => {
  it.each([
    ['numbers', '[1, null, 3]', { names: ['1'], channels: [[1, null, 3]] }],
    [
      'an array per point',
      '[[1,2],[3,4],[5,6]]',
      {
        names: ['1', '2'],
        channels: [
          [1, 3, 5],
          [2, 4, 6],
        ],
      },
    ],
    ['an object of arrays', '{"t":[0,2],"x":[5,6]}', { names: ['x'], time: [0, 2], channels: [[5, 6]] }],
  ])('may be %s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    ['[1,', 'DECODE_CORRUPT'],
    ['[1,"2"]', 'DECODE_CORRUPT'],
    ['[[1,2],[3]]', 'DECODE_CORRUPT'],
    ['{"x":[1,2],"y":[1]}', 'DECODE_CORRUPT'],
    ['[1e999]', 'DECODE_CORRUPT'],
    ['{"x":1}', 'DECODE_UNSUPPORTED'],
    ['[]', 'DECODE_UNSUPPORTED'],
    ['[null]', 'DECODE_UNSUPPORTED'],
    ['{}', 'DECODE_UNSUPPORTED'],
  ])('%s is refused with %s', async (text, code) => {
    expect(await codeOfFile(bytes(text))).toBe(code);
  });
});

describe('NPY', () => {
  it('of one dimension is one channel, of two one column per channel', () => {
    const flat = npy('<f8', '(3,)', Float64Array.of(1, 2, 3));
    expect(seriesContent(decodeSeriesFile(flat, maxValues))).toEqual({ names: ['1'], channels: [[1, 2, 3]] });
    const wide = npy('<f4', '(2, 3)', Float32Array.of(1, 2, 3, 4, 5, 6));
    expect(seriesContent(decodeSeriesFile(wide, maxValues)).channels).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });

  it('of three dimensions, cut short, or of texts is refused', async () => {
    const cube = npy('<f4', '(1, 1, 2)', Float32Array.of(1, 2));
    expect(await codeOfFile(cube)).toBe('DECODE_UNSUPPORTED');
    const short = npy('<f8', '(4,)', Float64Array.of(1, 2, 3));
    expect(await codeOfFile(short)).toBe('DECODE_CORRUPT');
    const texts = npy('<U3', '(1,)', Float64Array.of(1));
    expect(await codeOfFile(texts)).toBe('DECODE_CORRUPT');
  });
});

it.each([
  ['lines', bytes('1,2\n'.repeat(501))],
  ['JSON', bytes(JSON.stringify(Array.from({ length: 1001 }, () => 0)))],
  ['NPY', npy('<f4', '(1001,)', new Float32Array(1001))],
])('more numbers than the limit are refused in %s', async (_, content) => {
  expect(await codeOfFile(content)).toBe('DECODE_TOO_LARGE');
});

describe('more channels than any sensor has', () => {
  const wide = 5000;
  const zeros = Array.from({ length: wide }, () => 0);
  it.each([
    ['lines', bytes(`${zeros.join(',')}\n`.repeat(2))],
    ['an array per point', bytes(JSON.stringify([zeros, zeros]))],
    ['an object of arrays', bytes(JSON.stringify(Object.fromEntries(zeros.map((_, i) => [`c${i}`, [0]]))))],
    ['NPY', npy('<f4', `(1, ${wide})`, new Float32Array(wide))],
  ])('are refused in %s before a column is made of each', async (_, content) => {
    expect(await codeOf((async () => decodeSeriesFile(content, 1_000_000))())).toBe('DECODE_TOO_LARGE');
  });
});

it('a series that nests without end is damaged, and no fault of the service', async () => {
  expect(await codeOfFile(bytes(`${'['.repeat(100_000)}${']'.repeat(100_000)}`))).toBe('DECODE_CORRUPT');
});

it('a cell of many digits that is no number is found in time', async () => {
  const started = performance.now();
  expect(await faultOf(`x\n1\n${'1'.repeat(100_000)}x\n`)).toContain('line 3 has no number');
  expect(performance.now() - started).toBeLessThan(5000);
});

it('as many numbers as the limit are read', () => {
  expect(decodeSeriesFile(bytes('1,2\n'.repeat(500)), maxValues).channels[1]?.length).toBe(500);
});

it('a text that is no series, and bytes that are no text, are refused', async () => {
  expect(await codeOfFile(bytes('hello there'))).toBe('DECODE_UNSUPPORTED');
  expect(await codeOfFile(bytes(''))).toBe('DECODE_UNSUPPORTED');
  expect(await codeOfFile(Uint8Array.of(0xff, 0xfe))).toBe('DECODE_ENCODING');
});
