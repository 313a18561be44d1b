import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { ItemsPushed, Job } from '../../packages/core/src/index.ts';
import { call, stream } from './call.ts';
import { type Format, written } from './pools.ts';
import type { Bench } from './row.ts';
import { startServer } from './start-server.ts';

/** Long enough for the code to be compiled and for the caches of the store to be full. */
const WARM_UP_ITEMS = 100_000;
/** What no format takes: a push that ends with it is refused, and starts no scan. */
const BROKEN_LINE = '{,,,\n';
/** Items of the scan after which its memory is looked at: a third of the smaller pool. */
const SCANNED_ITEMS = 30_000;
const POLL_MS = 200;

/** How items are pushed. */
export interface Way {
  readonly name: string;
  readonly format: Format;
  /** In the body of the request, while they are made; else from a file that the service reads. */
  readonly isStreamed: boolean;
}

export interface Measured {
  /** From the first byte of the request to the answer. */
  readonly firstSeconds: number;
  /** Processor time of the service meanwhile. */
  readonly firstCpuSeconds: number;
  /** The same of a push of the same items, of which none is added. */
  readonly againSeconds: number;
  /** The most that was resident until the first answer. */
  readonly pushBytes: number;
  /** The most that was resident until the scan, which the push started, was well on its way. */
  readonly scanBytes: number;
}

/** Pushes `count` items to a new dataset of a new server. @throws Error when it does not count what it was given */
export async function measureImport(way: Way, count: number, { folder, say }: Bench): Promise<Measured> {
  const name = `${way.name} ${count}`.replaceAll(' ', '-');
  const server = await startServer(join(folder, name));
  const push = await preparePush(way, count, join(folder, `${name}.${way.format.extension}`));
  try {
    await warmUp(way, `${server.url}/v1/datasets`, join(folder, `${name}-warm-up.${way.format.extension}`));
    await call('POST', `${server.url}/v1/datasets`, { id: 'pool' });
    const items = `${server.url}/v1/datasets/pool/items`;
    const start = await server.used();
    const first = await push(items);
    if (first.added !== count) throw new Error(`${first.added} of ${count} items were added`);
    const { peakBytes: pushBytes, cpuSeconds } = await server.used();
    const firstCpuSeconds = cpuSeconds - start.cpuSeconds;
    const job = `${server.url}/v1/jobs/${first.job}`;
    await scanned(job, SCANNED_ITEMS);
    const { peakBytes: scanBytes } = await server.used();
    // the repeat is measured alone
    await call('DELETE', job);
    const again = await push(items);
    if (again.known !== count || again.added !== 0) throw new Error(`${again.known} of ${count} items were known`);
    say(
      `${way.name}: ${count} items in ${first.seconds.toFixed(2)} s, again in ${again.seconds.toFixed(2)} s; at most ${mib(pushBytes)}, ${mib(scanBytes)} with the scan`,
    );
    return { firstSeconds: first.seconds, firstCpuSeconds, againSeconds: again.seconds, pushBytes, scanBytes };
  } finally {
    await server.kill();
  }
}

export function mib(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

type Push = (url: string) => Promise<ItemsPushed & { readonly seconds: number }>;

/** @param file where items lie that are not streamed */
async function preparePush({ format, isStreamed }: Way, count: number, file: string, end = ''): Promise<Push> {
  const chunks = function* () {
    yield* written(format, count);
    yield end;
  };
  if (!isStreamed) await pipeline(Readable.from(chunks()), createWriteStream(file));
  return async (url) => {
    const start = performance.now();
    const pushed = isStreamed
      ? await stream<ItemsPushed>(url, chunks())
      : await call<ItemsPushed>('POST', url, { input: file });
    return { ...pushed, seconds: (performance.now() - start) / 1000 };
  };
}

async function warmUp(way: Way, datasets: string, file: string): Promise<void> {
  await call('POST', datasets, { id: 'warm-up' });
  const push = await preparePush(way, WARM_UP_ITEMS, file, BROKEN_LINE);
  const error = await push(`${datasets}/warm-up/items`).then(
    () => 'it was taken',
    (refusal: unknown) => String(refusal),
  );
  if (!/INVALID_(REQUEST|MANIFEST)/.test(error)) throw new Error(`A broken line should be refused: ${error}`);
}

/** Waits until a scan has done some items, or all. */
async function scanned(job: string, items: number): Promise<void> {
  for (;;) {
    const { state, progress } = await call<Job>('GET', job);
    if (state !== 'queued' && state !== 'running') return;
    if (progress.stage === 'scan' && progress.done >= items) return;
    await wait(POLL_MS);
  }
}
