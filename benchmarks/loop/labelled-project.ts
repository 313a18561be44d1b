import { setTimeout as wait } from 'node:timers/promises';
import { createClient, type ProjectClient } from '../../packages/client/src/index.ts';
import type { ItemInput, ProjectCreate } from '../../packages/core/src/index.ts';

/** Items of one push. */
const PUSH_ITEMS = 10_000;
const POLL_MS = 100;

/** A project on a new dataset of these texts, once they are all scanned. */
export async function openProject(
  url: string,
  items: readonly ItemInput[],
  settings: Omit<ProjectCreate, 'dataset'> & { readonly id: string },
): Promise<ProjectClient> {
  const client = createClient({ url });
  await client.datasets.create({ id: settings.id });
  let job = '';
  for (let start = 0; start < items.length; start += PUSH_ITEMS) {
    ({ job } = await client.datasets.push(settings.id, { items: items.slice(start, start + PUSH_ITEMS) }));
  }
  await client.jobs.wait(job);
  await client.projects.create({ ...settings, dataset: settings.id });
  const project = client.project(settings.id);
  while ((await project.next({ n: 1 })).empty?.reason === 'waiting') await wait(POLL_MS);
  return project;
}
