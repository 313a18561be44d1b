import type { Client } from '@alaas/client';
import { type Columns, type Draft, freeId, namedColumns, projectRequest, type Source } from './draft.ts';

/** What is being done, for the person who waits. */
export type Making =
  | { readonly step: 'dataset' | 'push' | 'project' }
  | { readonly step: 'files'; readonly done: number; readonly all: number };

export interface MakeOptions {
  readonly draft: Draft;
  readonly source: Source;
  readonly columns: Columns;
  onProgress(making: Making): void;
}

/**
 * Makes dataset and project. Where something fails, what was made before it is taken away again.
 *
 * @returns id of the project
 */
export async function makeProject(
  client: Client,
  { draft, source, columns, onProgress }: MakeOptions,
): Promise<string> {
  onProgress({ step: 'dataset' });
  const { dataset, isNew } = await makeDataset(client, { draft, source, columns, onProgress });
  const leave = async () => {
    if (isNew) await client.datasets.delete(dataset);
  };
  return await orElse(leave, async () => {
    onProgress({ step: 'project' });
    const taken = (await client.projects.list()).map((project) => project.id);
    const { id } = await client.projects.create(projectRequest(draft, dataset, taken));
    const project = client.project(id);
    // who names a column of labels wants them to count
    if (columns.label !== '')
      await orElse(
        () => project.delete(),
        () => project.importKnown(),
      );
    return id;
  });
}

/** Does something; where that fails, what was made for it is taken away. */
async function orElse<T>(takeAway: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // what is left over can be deleted by hand; why it failed has to be known
    await takeAway().catch(() => undefined);
    throw error;
  }
}

async function makeDataset(
  client: Client,
  { draft, source, columns, onProgress }: MakeOptions,
): Promise<{ dataset: string; isNew: boolean }> {
  if (source.kind === 'dataset') return { dataset: source.dataset, isNew: false };
  // looking at a sample has made it
  if (source.kind === 'sample') return { dataset: source.sample.dataset, isNew: false };
  const taken = (await client.datasets.list()).map((one) => one.id);
  const id = freeId(draft.name, taken);
  const { model } = draft.advanced;
  await client.datasets.create(model === '' ? { id } : { id, model });
  await orElse(
    () => client.datasets.delete(id),
    () => fill(client, id, source, { columns, onProgress }),
  );
  return { dataset: id, isNew: true };
}

async function fill(
  client: Client,
  id: string,
  source: Exclude<Source, { kind: 'sample' | 'dataset' }>,
  { columns, onProgress }: Pick<MakeOptions, 'columns' | 'onProgress'>,
): Promise<void> {
  const named = namedColumns(columns);
  const options = Object.keys(named).length === 0 ? {} : { columns: named };
  switch (source.kind) {
    case 'input':
      onProgress({ step: 'push' });
      await client.datasets.push(id, { input: source.input, ...options });
      return;
    case 'manifest':
      onProgress({ step: 'push' });
      await client.datasets.upload(id, source.file, options);
      return;
    case 'files':
      for (const [index, file] of source.files.entries()) {
        onProgress({ step: 'files', done: index + 1, all: source.files.length });
        await client.datasets.addFile(id, file, { name: file.name });
      }
  }
}
