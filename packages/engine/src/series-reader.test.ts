import { describe, expect, it, onTestFinished } from 'vitest';
import { SeriesReader } from './series-reader.ts';
import { codeOf } from './testing/code-of.ts';

const never = new AbortController().signal;
const options = { maxValues: 1_000_000, signal: never };

function startReader(): SeriesReader {
  const reader = new SeriesReader();
  onTestFinished(() => reader.close());
  return reader;
}

function lines(count: number): Uint8Array {
  return new TextEncoder().encode(Array.from({ length: count }, (_, i) => `${i},${i % 7}`).join('\n'));
}

const shown = async (reader: SeriesReader, bytes: Uint8Array) => {
  const reading = await reader.read(bytes, options);
  return 'json' in reading ? JSON.parse(new TextDecoder().decode(reading.json)) : reading.bytes;
};

describe('a reader of time series', () => {
  it('gives a small series as it is, and a large one as what a page can draw', async () => {
    const reader = startReader();
    const small = await shown(reader, lines(100));
    expect(small.channels[0]).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(small.points).toBeUndefined();
    const large = await shown(reader, lines(100_000));
    expect(large).toMatchObject({ names: ['1', '2'], of: 100_000 });
    expect(large.points).toHaveLength(20_000);
    // ten points a stretch
    expect(large.channels[0].slice(0, 4)).toEqual([0, 9, 10, 19]);
    expect(large.channels[1].slice(0, 2)).toEqual([0, 6]);
  });

  it('leaves who asks free to do other work while a large file is read', async () => {
    const reader = startReader();
    const bytes = lines(400_000);
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    onTestFinished(() => clearInterval(timer));
    await reader.read(bytes, options);
    // reading takes some hundreds of milliseconds; in this thread there would be one turn at most
    expect(turns).toBeGreaterThan(20);
  });

  it('gives a large file that is no series back as it is, every time', async () => {
    const reader = startReader();
    const text = 'no numbers here\n'.repeat(2000);
    for (let i = 0; i < 2; i++) {
      const reading = await reader.read(new TextEncoder().encode(text), options);
      expect('bytes' in reading && new TextDecoder().decode(reading.bytes)).toBe(text);
    }
  });

  it('takes nothing away with a part of a larger memory', async () => {
    const whole = lines(20_000);
    const half = whole.subarray(0, whole.lastIndexOf(10, whole.length / 2));
    await startReader().read(half, options);
    expect(whole.length).toBeGreaterThan(0);
  });

  it('refuses the seventeenth file at once, and reads the others', async () => {
    const reader = startReader();
    const results = await Promise.allSettled(Array.from({ length: 17 }, () => reader.read(lines(5000), options)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(16);
    const refused = results[16];
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'TOO_MANY_REQUESTS' } });
    expect(await shown(reader, lines(5000))).toMatchObject({ names: ['1', '2'] });
  });

  it('ends at once when it is closed, and says so', async () => {
    const reader = new SeriesReader();
    const under = codeOf(reader.read(lines(400_000), options));
    const waiting = codeOf(reader.read(lines(5000), options));
    await reader.close();
    expect([await under, await waiting, await codeOf(reader.read(lines(5000), options))]).toEqual(
      Array(3).fill('CANCELLED'),
    );
  });
});
