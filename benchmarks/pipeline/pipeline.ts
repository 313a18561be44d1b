import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type BenchResult, median, type Ratio, ratio } from '../result.ts';
import { type Bound, openBound } from './bound.ts';
import { cpuMs } from './cpu.ts';
import { measureExchange } from './exchange.ts';
import { type ImageSet, loadImages, missingData } from './images.ts';
import { openOurs } from './ours.ts';
import { oneAtATime, stageAfterStage } from './simple-loops.ts';
import { type ImageServer, startImageServer } from './start-image-server.ts';

const IMAGES = 4000;
const PHOTOS = 1200;
/** (b) is slow and steady: a part of the images is enough to know its rate. */
const IMAGES_ONE_AT_A_TIME = 400;
const ROUNDS = 7;
/** (b) and (c) are far away from (d): fewer rounds tell enough. */
const SLOW_ROUNDS = 3;
const REPEATS = 5;
const MANY_ITEMS = 100_000;
const EMBEDDING_WIDTH = 256;
const BYTES_PER_ITEM = EMBEDDING_WIDTH * 4 + 200;

/** Download, decode and inference of JPEGs, against the bound of the machine and against simple loops. */
export async function run(): Promise<BenchResult> {
  const skipped = missingData();
  if (skipped !== undefined) return { ratios: [], skipped };
  const { ratios, d } = await measureThumbnails();
  const photos = await withImages('photos', PHOTOS, (server, images) => measureEnds(server, images, ROUNDS));
  return {
    ratios: [
      ...ratios,
      ratio(
        'd/a photos',
        median(photos.d.map((rate, i) => rate / (photos.a[i] as number))),
        0.9,
        `the same on photos of 150 px: ${median(photos.d).toFixed(0)} images/s, against ${d.toFixed(0)} of 32 px`,
      ),
    ],
  };
}

async function measureThumbnails(): Promise<{ ratios: Ratio[]; d: number }> {
  return await withImages('thumbnails', IMAGES, async (server, images) => {
    const { url } = server;
    const { a, d, e, aCpu, dCpu } = await measureEnds(server, images, ROUNDS);
    const exchange = await measureExchange(server, IMAGES);
    const b: number[] = [];
    const c: number[] = [];
    for (let round = 0; round < SLOW_ROUNDS; round++) {
      b.push(await oneAtATime(url, IMAGES_ONE_AT_A_TIME));
      c.push(await stageAfterStage(url, IMAGES));
    }
    console.log(`median:  ${line({ a, b, c, d, e }, median)} images/s`);
    const few = await peakMemory(url, IMAGES);
    const many = await peakMemory(url, MANY_ITEMS);
    const growth = (many - few) / (MANY_ITEMS - IMAGES);
    console.log(`peak resident memory of d: ${mb(few)} at ${IMAGES} items, ${mb(many)} at ${MANY_ITEMS}`);
    const pair = (x: number[], y: number[]): number => median(x.map((value, i) => value / (y[i] as number)));
    const reachable = median(aCpu) / (median(aCpu) + exchange);
    const ratios = [
      ratio(
        'd/a',
        pair(d, a),
        0.9,
        `end to end against decode + inference of images in memory; core-ms an image: a ${ms(aCpu)}, d ${ms(dCpu)} with the server, the exchange alone ${exchange.toFixed(3)}, which leaves ${reachable.toFixed(2)} to reach`,
      ),
      ratio('d/b', median(d) / median(b), 10, 'against one at a time'),
      ratio('d/c', median(d) / median(c), 2, 'against stage after stage'),
      ratio('e/d', pair(e, d), 50, 'second query on the same dataset'),
      ratio(
        'memory',
        BYTES_PER_ITEM / Math.max(growth, 1),
        1,
        `allowed ${BYTES_PER_ITEM} bytes per further item, grew by ${growth.toFixed(0)}`,
      ),
    ];
    return { ratios, d: median(d) };
  });
}

async function withImages<T>(
  set: ImageSet,
  count: number,
  work: (server: ImageServer, images: Uint8Array[]) => Promise<T>,
): Promise<T> {
  const server = await startImageServer(set, count);
  try {
    return await work(server, loadImages(set, count));
  } finally {
    server.stop();
  }
}

/**
 * (a), (d) and (e), round by round, and the processor time an image costs in (a) and (d), server included, in
 * milliseconds. The machine's speed drifts, so the bound is measured on both sides of (d).
 */
async function measureEnds(
  server: ImageServer,
  images: Uint8Array[],
  rounds: number,
): Promise<Record<'a' | 'd' | 'e' | 'aCpu' | 'dCpu', number[]>> {
  const { url } = server;
  const a: number[] = [];
  const d: number[] = [];
  const e: number[] = [];
  const aCpu: number[] = [];
  const dCpu: number[] = [];
  const spent = async (): Promise<number> => (cpuMs() + (await server.cpuMs())) / images.length;
  const bound = await openBound(images);
  const batchSize = await bestBatchSize(bound);
  for (let round = 0; round < rounds; round++) {
    const ours = await openOurs(items(url, images.length, images.length));
    const start = await spent();
    const before = await bound.measure(batchSize);
    const middle = await spent();
    d.push(images.length / (await ours.first(items(url, 0, images.length))));
    const end = await spent();
    a.push((before + (await bound.measure(batchSize))) / 2);
    aCpu.push((middle - start + (await spent()) - end) / 2);
    dCpu.push(end - middle);
    const seconds: number[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat++) seconds.push(await ours.second());
    e.push(images.length / median(seconds));
    await ours.close();
    const last = (values: number[]): number => values.at(-1) ?? Number.NaN;
    console.log(
      `round ${round + 1}: ${line({ a, d, e }, last)}  core-ms an image: a ${last(aCpu).toFixed(3)}  d ${last(dCpu).toFixed(3)}`,
    );
  }
  await bound.close();
  return { a, d, e, aCpu, dCpu };
}

/** The batch size with the highest median rate; the first pass warms up. */
async function bestBatchSize(bound: Bound): Promise<number> {
  const sizes = [4, 8, 16, 32];
  const rates = sizes.map((): number[] => []);
  for (let pass = 0; pass < 4; pass++) {
    for (const [i, size] of sizes.entries()) {
      const rate = await bound.measure(size);
      if (pass > 0) rates[i]?.push(rate);
    }
  }
  const medians = rates.map(median);
  const best = sizes[medians.indexOf(Math.max(...medians))] as number;
  console.log(`a by batch size: ${sizes.map((size, i) => `${size}: ${medians[i]?.toFixed(0)}`).join('  ')}`);
  return best;
}

/** The images, or the others that come `after` them: (a) is measured warm, so ours has worked before too. */
function items(url: string, after: number, count: number): { id: string; uri: string }[] {
  return Array.from({ length: count }, (_, i) => ({ id: `item-${i}`, uri: `${url}/${after + i}` }));
}

async function peakMemory(url: string, count: number): Promise<number> {
  const script = fileURLToPath(new URL('./memory.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, url, String(IMAGES), String(count)]);
  return (JSON.parse(stdout) as { peakBytes: number }).peakBytes;
}

function ms(values: number[]): string {
  return median(values).toFixed(3);
}

function mb(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

function line(rates: Record<string, number[]>, of: (values: number[]) => number): string {
  return Object.entries(rates)
    .map(([name, values]) => `${name} ${of(values).toFixed(0)}`)
    .join('  ');
}
