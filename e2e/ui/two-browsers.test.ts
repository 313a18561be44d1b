import { sampleTexts } from '@alaas/zoo';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noBrowser, openUi, type Ui } from './browser.fixture.ts';
import { createLabeller, type Labeller } from './labelling.fixture.ts';
import { sampleOracle } from './oracle.fixture.ts';

const token = 'a-token-of-many-letters';
const labels = ['delivery', 'refund', 'account', 'safety'];
const pool = 40;

describe.skipIf(noBrowser !== undefined)('two people who label at once', () => {
  let ui: Ui;
  beforeAll(async () => {
    ui = await openUi({ token });
    await ui.client.datasets.create({ id: 'few' });
    const items = [...sampleTexts({ seed: 1, size: pool })].map(({ id, text }) => ({ id, text }));
    await ui.client.jobs.wait((await ui.client.datasets.push('few', { items })).job);
  });
  afterAll(() => ui?.close());

  it.each([1, 2])('give each item %i answers, and never two of one person', async (overlap) => {
    const id = `overlap-${overlap}`;
    const settings = { id, dataset: 'few', labels: labels.map((name) => ({ name })), overlap };
    await ui.client.projects.create({ ...settings, relabel: false, goldShare: 0 });
    const project = ui.client.project(id);
    const people = await Promise.all(
      ['Ada', 'Eve'].map(async (name) => {
        const member = await project.members.add(name);
        const { page, faults } = await ui.open(`/projects/${id}/annotate`, { token: member.token });
        return { ...member, page, faults, labeller: createLabeller(page, sampleOracle('texts'), labels) };
      }),
    );
    const over = /Everything is labelled|Others have the last ones/;
    const both = people.map(({ labeller, page }) =>
      labeller.answerUntil(page.getByRole('heading', { name: over }), pool),
    );
    await Promise.all(both);
    await expect.poll(async () => (await project.metrics()).pool.completed, { timeout: 30_000 }).toBe(pool);

    const byItem = new Map<string, string[]>();
    for await (const { item, responses } of project.records()) {
      byItem.set(
        item,
        responses.map(({ annotator }) => annotator),
      );
    }
    expect(byItem.size).toBe(pool);
    for (const [item, annotators] of byItem) {
      expect(annotators, item).toHaveLength(overlap);
      expect(new Set(annotators).size, item).toBe(overlap);
    }
    for (const { labeller, faults } of people) {
      expect(labeller.given.size).toBeGreaterThan(0);
      expect(faults).toEqual([]);
    }
    expect(sum(people.map(({ labeller }) => labeller))).toBe(pool * overlap);
  });
});

function sum(people: readonly Labeller[]): number {
  return people.reduce((total, { given }) => total + given.size, 0);
}
