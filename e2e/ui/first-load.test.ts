import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noBrowser, openUi, type Ui } from './browser.fixture.ts';
import { measureFirstLoad } from './first-load.fixture.ts';

/** The item itself, whatever it is: what draws it has been loaded. */
const isShown = '[data-item] :is(p, img, figure, table, select)';

describe.skipIf(noBrowser !== undefined)('the first load of the annotate page', () => {
  let ui: Ui;
  beforeAll(async () => {
    ui = await openUi();
  });
  afterAll(() => ui?.close());

  it.each(['texts', 'images', 'audio', 'series', 'table'])('takes less than 300 kB of scripts: %s', async (sample) => {
    const { dataset, labels, job } = await ui.client.samples.make(sample);
    await ui.client.jobs.wait(job);
    await ui.client.projects.create({ id: sample, dataset, labels: labels.map((name) => ({ name })) });
    const load = await measureFirstLoad(ui, `/projects/${sample}/annotate`, isShown);
    const ms = (value: number): string => `${Math.round(value)} ms`;
    console.log(
      `${sample}: ${(load.scriptBytes / 1000).toFixed(1)} kB in ${load.scripts} scripts; first paint ${ms(load.firstPaintMs)}, largest ${ms(load.largestPaintMs)}, blocked ${ms(load.blockingMs)}, layout shift ${load.shift.toFixed(3)}`,
    );
    expect(load.scripts).toBeGreaterThan(1);
    // compressed, as they are sent
    expect(load.scriptBytes).toBeGreaterThan(50_000);
    expect(load.scriptBytes).toBeLessThan(300_000);
  });
});
