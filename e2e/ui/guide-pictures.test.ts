import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepGuidePicture, noBrowser, type Opened, openUi, type Ui } from './browser.fixture.ts';
import { sampleOracle } from './oracle.fixture.ts';

const batches = 15;

describe.skipIf(noBrowser !== undefined)('the guide shows', () => {
  let ui: Ui;
  let opened: Opened;
  beforeAll(async () => {
    ui = await openUi();
    await labelImages(ui);
    opened = await ui.open('/');
  });
  afterAll(() => ui?.close());

  it.each<Shown>([
    { name: 'annotate', path: 'annotate', there: (page) => page.getByRole('button', { name: /%/ }).first() },
    { name: 'progress', path: 'progress', height: 1240, there: (page) => page.getByText(/right on/).first() },
    { name: 'pool-map', path: 'pool?view=map', there: (page) => page.getByText(/UMAP/) },
  ])('a page as it is: $name', async ({ name, path, height = 720, there }) => {
    const { page, faults } = opened;
    await page.setViewportSize({ width: 1280, height });
    await page.goto(`/projects/shapes/${path}`);
    await there(page).waitFor();
    await page.getByRole('progressbar').first().waitFor({ state: 'detached' });
    await keepGuidePicture(page, name);
    expect(faults).toEqual([]);
  });
});

interface Shown {
  readonly name: string;
  readonly path: string;
  /** In pixels. */
  readonly height?: number;
  /** What is on the page once it is whole. */
  there(page: Page): Locator;
}

/** A project on the sample images which somebody who knows the answers has labelled for a while. */
async function labelImages({ client }: Ui): Promise<void> {
  const made = await client.samples.make('images');
  await client.jobs.wait(made.job);
  const { labelOf } = sampleOracle('images');
  const project = client.project('shapes');
  const labels = made.labels.map((name) => ({ name }));
  const settings = { dataset: made.dataset, labels, controlShare: 0.3, target: 0.9 };
  await client.projects.create({ id: 'shapes', name: 'Shapes', ...settings });
  let batch = 0;
  for await (const leases of project.batches({ n: 10 })) {
    await project.respond(leases.map(({ id, item }) => ({ item, lease: id, value: labelOf(item), leadTimeMs: 2100 })));
    if (++batch === batches) break;
    // people wait for nobody, but the curve in the pictures has a point for each of these
    if (batch % 2 === 0) await project.settled({ measured: true });
  }
  await project.settled({ measured: true });
}
