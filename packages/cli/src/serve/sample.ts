import type { Client, FollowOptions } from '@alaas/client';
import { AlaasError, type QueryResult } from '@alaas/core';
import { formatCount, formatCountOf, formatSeconds } from '../terminal/numbers.ts';
import { paint } from '../terminal/paint.ts';
import { createProgress } from '../terminal/progress.ts';
import { formatTable } from '../terminal/table.ts';
import type { World } from '../world.ts';

type Kind = (typeof asked | typeof others)[number];

const seed = 1;
const budget = 5;
/** It uses the few labels that the samples come with. */
const strategy = 'margin-confidence';

/** Pools that are asked at once; the others wait for a project, and are scanned meanwhile. */
const asked = ['images', 'texts'] as const;
const others = ['audio', 'series', 'table'] as const;

/**
 * Makes the sample pools as datasets `sample-images`, `sample-texts` and so on, asks the first two which items to label, and
 * prints them. Pools that are there from an earlier run are used as they are.
 */
export async function runSample(client: Client, world: World): Promise<void> {
  const signal = world.interrupted;
  const samples = await client.samples.list({ signal });
  const sizeOf = (kind: Kind) => samples.find(({ id }) => id === kind)?.items ?? 0;
  for (const kind of asked) {
    const dataset = `sample-${kind}`;
    const startedAt = world.now();
    await watch(dataset, world, async (onProgress) => {
      const job = await makeSample(client, kind, { signal, onProgress });
      if (job !== undefined) await waitForScan(client, dataset, job, { signal, onProgress });
    });
    const result = await watch(dataset, world, (onProgress) =>
      client.query({ dataset, budget, strategy, seed }, { signal, onProgress }),
    );
    world.stdout.write(report(dataset, result, (world.now() - startedAt) / 1000, world));
  }
  for (const kind of others) {
    await watch(`sample-${kind}`, world, (onProgress) => makeSample(client, kind, { signal, onProgress }));
  }
  world.stdout.write(
    `\nThere are more to start a project from: ${others.map((kind) => `sample-${kind} (${formatCount(sizeOf(kind))})`).join(', ')}.\n`,
  );
}

/** The scan of what was made; undefined where the items are there already. */
async function makeSample(
  client: Client,
  kind: Kind,
  { signal, onProgress }: FollowOptions,
): Promise<string | undefined> {
  const sample = (await client.samples.list({ signal })).find((one) => one.id === kind);
  if (sample === undefined) throw new AlaasError('NOT_FOUND', `This service makes no sample of ${kind}.`);
  const { dataset, items } = sample;
  if ((await client.datasets.list({ signal })).some((known) => known.id === dataset && known.items > 0)) {
    return undefined;
  }
  // they come all at once
  onProgress?.({ stage: 'list', done: 0, total: items, failed: 0 });
  return (await client.samples.make(kind, { signal })).job;
}

async function waitForScan(client: Client, id: string, job: string, options: FollowOptions): Promise<void> {
  const { state, error } = await client.jobs.wait(job, options);
  if (state !== 'done') {
    throw new AlaasError('INTERNAL', `The scan of ${id} is ${state}: ${error?.detail ?? 'it gave no reason'}`);
  }
}

async function watch<T>(
  title: string,
  { stderr, now }: World,
  work: (onProgress: NonNullable<FollowOptions['onProgress']>) => Promise<T>,
): Promise<T> {
  const progress = createProgress(stderr, { now, title });
  try {
    return await work(progress.update);
  } finally {
    progress.end();
  }
}

function report(dataset: string, { picks, summary }: QueryResult, seconds: number, { stdout }: World): string {
  const model = picks[0]?.model ?? '';
  const rows = picks.map(({ rank, utility, id }) => [`  ${rank}`, utility.toFixed(4), id]);
  const title = `${paint(stdout, 'bold', dataset)}: of ${formatCountOf(summary.pool, 'unlabelled item')}, label these ${formatCount(picks.length)} first`;
  const how = `(${strategy} on ${model}, taught by ${formatCountOf(summary.labelled, 'label')}; ${formatSeconds(seconds)})`;
  return `\n${title}\n${how}\n${formatTable([['  RANK', 'UTILITY', 'ITEM'], ...rows])}\n`;
}
