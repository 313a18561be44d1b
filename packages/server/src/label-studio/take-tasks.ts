import { AlaasError, type ItemInput } from '@alaas/core';
import type { Access, Pool } from '@alaas/engine';
import type { Datasets } from '../use-cases/datasets.ts';
import { datasetItems } from '../use-cases/items.ts';
import { type Refused, refusalOf } from './refused.ts';
import { type FindRows, itemInputOf, itemsOfTasks, type ReadTask } from './task-items.ts';

export interface TakingTasks {
  readonly project: string;
  readonly dataset: string;
  readonly findRows: FindRows;
  readonly pushPools: Datasets['pushPools'];
  readonly access: Access;
  readonly signal: AbortSignal;
  /** Whether the caller may add items. */
  readonly mayAdd: boolean;
}

/** The items of tasks, in order: those that were there, and those that were added. A task that could not be is refused. */
export interface TakenTasks {
  readonly items: readonly (string | undefined)[];
  readonly added: number;
  readonly refused: readonly Refused[];
}

/** Items that are stored together. */
const batchItems = 500;

/** Finds the items of tasks, and adds to the dataset those that it lacks. */
export async function takeTasks(tasks: readonly ReadTask[], taking: TakingTasks): Promise<TakenTasks> {
  const { project, dataset, findRows, pushPools, mayAdd, access, signal } = taking;
  const items = itemsOfTasks(tasks, findRows);
  const missing = tasks.flatMap((task, place) =>
    items[place] === undefined ? [{ place, task: task.task, input: itemInputOf(task, findRows) }] : [],
  );
  const refused: Refused[] = [];
  let added = 0;
  for (let start = 0; start < missing.length; start += batchItems) {
    const batch = missing.slice(start, start + batchItems);
    try {
      if (!mayAdd) throw notAllowed(project, dataset);
      const pushed = await pushPools(dataset, once(batch.map(({ input }) => input)), access, signal);
      added += pushed.added;
      for (const { place, input } of batch) items[place] = input.id;
    } catch (error) {
      refused.push(...batch.map(({ task }) => refusalOf(error, task)));
    }
  }
  return { items, added, refused };
}

async function* once(inputs: readonly ItemInput[]): AsyncGenerator<Pool, void> {
  yield { items: datasetItems(inputs) };
}

function notAllowed(project: string, dataset: string): AlaasError {
  return new AlaasError(
    'FORBIDDEN',
    `Dataset "${dataset}" has no such item, and only admins of "${project}" add some. Push the items first, or give Label Studio the token of an admin.`,
  );
}
