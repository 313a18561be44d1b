import { setTimeout as wait } from 'node:timers/promises';
import { noBrowser, openUi, type Ui } from '../../e2e/ui/browser.fixture.ts';
import { measureFirstLoad } from '../../e2e/ui/first-load.fixture.ts';
import { createClient, type ProjectClient } from '../../packages/client/src/index.ts';
import { sampleTexts } from '../../packages/zoo/src/index.ts';
import { openProject } from '../loop/labelled-project.ts';
import { type BenchResult, ratio } from '../result.ts';
import { measurePresses } from './presses.ts';

const ITEMS = Number(process.env.ITEMS ?? 50_000);
const PRESSES = 100;
const WARM_UP = 10;
/** Between two looks of the one who keeps the model busy: far below the limit of requests. */
const PAUSE_MS = 200;
/** What the annotate page has to reach. */
const NEXT_ITEM_MS = 100;
const SCRIPT_BYTES = 300_000;

/** The annotate page of a large project, while somebody else labels and the model trains. */
export async function run(): Promise<BenchResult> {
  if (noBrowser !== undefined) return { ratios: [], skipped: noBrowser };
  const ui = await openUi();
  try {
    return await measure(ui);
  } finally {
    await ui.close();
  }
}

async function measure(ui: Ui): Promise<BenchResult> {
  const items = [...sampleTexts({ seed: 1, size: ITEMS })];
  const truth = new Map(items.map(({ id, label }) => [id, label]));
  const labels = [...new Set(truth.values())];
  const project = await openProject(
    ui.service.url,
    items.map(({ id, text }) => ({ id, text })),
    { id: 'large', labels: labels.map((name) => ({ name })) },
  );
  const load = await measureFirstLoad(ui, '/projects/large/annotate', '[data-item] p');
  const { token } = await project.members.add('somebody else');
  const other = createClient({ url: ui.service.url, token }).project('large');
  const done = new AbortController();
  const busy = keepTraining(other, truth, done.signal);
  await busy.begun;
  const { page } = await ui.open('/projects/large/annotate');
  await page.locator('[data-item] p').waitFor();
  await measurePresses(page, '1', WARM_UP);
  const version = (await project.status()).model.version;
  const found = (await measurePresses(page, '2', PRESSES)).sort((a, b) => a - b);
  const trainings = (await project.status()).model.version - version;
  done.abort();
  await busy.ended;
  const at = (share: number): number => found[Math.min(found.length - 1, Math.ceil(share * found.length) - 1)] ?? 0;
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  return {
    ratios: [
      ratio(
        `${NEXT_ITEM_MS} ms/next item`,
        NEXT_ITEM_MS / at(0.95),
        1,
        `${ITEMS} items, ${PRESSES} presses, ${trainings} trainings meanwhile: p50 ${ms(at(0.5))}, p95 ${ms(at(0.95))}, p99 ${ms(at(0.99))}`,
      ),
      ratio(
        '300 kB/scripts',
        SCRIPT_BYTES / load.scriptBytes,
        1,
        `${(load.scriptBytes / 1000).toFixed(1)} kB in ${load.scripts} scripts; first paint ${ms(load.firstPaintMs)}, largest ${ms(load.largestPaintMs)}, blocked ${ms(load.blockingMs)}, layout shift ${load.shift.toFixed(3)}`,
      ),
    ],
  };
}

/** Somebody who answers some twenty items a second, so that there is always something to learn. */
function keepTraining(
  project: ProjectClient,
  truth: ReadonlyMap<string, string>,
  signal: AbortSignal,
): { readonly begun: Promise<void>; readonly ended: Promise<void> } {
  const first = Promise.withResolvers<void>();
  const work = async (): Promise<void> => {
    while (!signal.aborted) {
      const { leases } = await project.next({ n: 5 });
      await wait(PAUSE_MS);
      if (leases.length === 0) continue;
      await project.respond(leases.map(({ id, item }) => ({ item, lease: id, value: truth.get(item) ?? '' })));
      const { model } = await project.status();
      if (model.version > 0) first.resolve();
    }
  };
  const ended = work();
  ended.catch(first.reject);
  return { begun: first.promise, ended };
}
