import type { Client } from '@alaas/client';
import { type ImportResult, isAlaasError } from '@alaas/core';
import { type Columns, type Draft, freeId, namedColumns, projectRequest, type Source } from './draft.ts';
import { folderOf, type GivenFile, sortFiles } from './given-files.ts';
import type { Found } from './look-at.ts';

/** What is being done, for the person who waits. */
export type Making =
  | { readonly step: 'dataset' | 'push' | 'project' | 'known' }
  | { readonly step: 'files'; readonly done: number; readonly all: number };

export interface MakeOptions {
  readonly draft: Draft;
  readonly source: Source;
  readonly found: Found;
  readonly columns: Columns;
  onProgress(making: Making): void;
}

export interface Made {
  /** Its id. */
  readonly project: string;
  /** What went wrong with parts of the data, and stopped nothing. */
  readonly faults: readonly { readonly of: string; readonly error: unknown }[];
  /** Answers that the data came with; undefined: it was not asked for them. */
  readonly known?: ImportResult;
}

/** Makes dataset and project. A dataset that was made for a project which then cannot be made is taken away again. */
export async function makeProject(client: Client, options: MakeOptions): Promise<Made> {
  const { draft, onProgress } = options;
  onProgress({ step: 'dataset' });
  const { dataset, isNew, faults } = await makeDataset(client, options);
  const takeAway = async () => {
    if (isNew) await client.datasets.delete(dataset);
  };
  const project = await orElse(takeAway, create);
  if (!draft.takesKnown) return { project, faults };
  onProgress({ step: 'known' });
  try {
    return { project, faults, known: await client.project(project).importKnown() };
  } catch (error) {
    return { project, faults: [...faults, { of: draft.name, error }] };
  }

  async function create(): Promise<string> {
    onProgress({ step: 'project' });
    const taken = (await client.projects.list()).map((one) => one.id);
    return (await client.projects.create(projectRequest(draft, dataset, taken))).id;
  }
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

interface Filled {
  readonly dataset: string;
  /** Whether it was made here. */
  readonly isNew: boolean;
  readonly faults: Made['faults'];
}

async function makeDataset(client: Client, options: MakeOptions): Promise<Filled> {
  const { draft, source } = options;
  if (source.kind === 'dataset') return { dataset: source.dataset.id, isNew: false, faults: [] };
  // looking at a sample has made it
  if (source.kind === 'sample') return { dataset: source.sample.dataset, isNew: false, faults: [] };
  const taken = (await client.datasets.list()).map((one) => one.id);
  const id = freeId(draft.name, taken);
  const { model } = draft.advanced;
  await client.datasets.create(model === '' ? { id } : { id, model });
  const faults = await orElse(
    () => client.datasets.delete(id),
    () => fill(client, id, source, options),
  );
  return { dataset: id, isNew: true, faults };
}

async function fill(
  client: Client,
  id: string,
  source: Exclude<Source, { kind: 'sample' | 'dataset' }>,
  { draft, found, columns, onProgress }: MakeOptions,
): Promise<Made['faults']> {
  // labels that are not to count stay with whoever has the data: nothing can show them to those who label
  const named = namedColumns(draft.takesKnown ? columns : { ...columns, label: '' });
  const format = found.inspection?.format;
  const manifest = {
    ...(Object.keys(named).length === 0 ? {} : { columns: named }),
    ...(format === undefined ? {} : { format }),
  };
  if (source.kind === 'files') {
    const { files } = sortFiles(source.files);
    return await sendFiles(files, draft.takesKnown, { client, dataset: id, onProgress });
  }
  onProgress({ step: 'push' });
  if (source.kind === 'manifest') await client.datasets.upload(id, source.file, manifest);
  else if (found.inspection?.kind === 'folder') {
    await client.datasets.push(id, { input: source.input, ...(draft.takesKnown ? { labelFolders: true } : {}) });
  } else await client.datasets.push(id, { input: source.input, ...manifest });
  return [];
}

/** Files under way at once. */
const atOnce = 4;

interface Sending {
  readonly client: Client;
  readonly dataset: string;
  onProgress(making: Making): void;
}

/** Sends files; one that the service refuses is told about, and stops none of the others. */
async function sendFiles(
  files: readonly GivenFile[],
  isLabelled: boolean,
  { client, dataset, onProgress }: Sending,
): Promise<Made['faults']> {
  const faults: { of: string; error: unknown }[] = [];
  const left = files.values();
  let done = 0;
  const send = async () => {
    for (const { file, path } of left) {
      const label = isLabelled ? folderOf(path) : '';
      try {
        await client.datasets.addFile(dataset, file, { name: path, ...(label === '' ? {} : { label }) });
      } catch (error) {
        if (isAlaasError(error, 'UNREACHABLE')) throw error;
        faults.push({ of: path, error });
      }
      onProgress({ step: 'files', done: ++done, all: files.length });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, send));
  if (faults.length === files.length && faults[0] !== undefined) throw faults[0].error;
  return faults;
}
