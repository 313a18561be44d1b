import { hash } from 'node:crypto';
import { faultOfId, type ItemInput } from '@alaas/core';
import type { DatasetItem } from '@alaas/engine';
import type { LabelStudioTask } from './requests.ts';
import type { TaskContent } from './task-content.ts';

/** A task with what it shows. */
export interface ReadTask {
  readonly task: Pick<LabelStudioTask, 'data' | 'meta'>;
  readonly content: TaskContent;
}

/** Finds items of a dataset by their ids. */
export type FindRows = (ids: readonly string[]) => readonly (Pick<DatasetItem, 'id' | 'text'> | undefined)[];

/**
 * The items of the dataset that tasks are, in order; undefined: none. A task names its item in `meta.alaas_item`, in the
 * `meta.id` of our own export, or in `data.id`; else it is the item with the same text or address.
 */
export function itemsOfTasks(tasks: readonly ReadTask[], findRows: FindRows): (string | undefined)[] {
  const ids = tasks.map((one) => [...namesOf(one.task), contentId(one.content)]);
  const distinct = [...new Set(ids.flat())];
  const rows = new Map(findRows(distinct).flatMap((row) => (row === undefined ? [] : [[row.id, row]])));
  return tasks.map(({ content }, i) =>
    (ids[i] as string[]).find((id) => {
      const row = rows.get(id);
      // an id that only happens to be the same names another text
      return row !== undefined && (row.text === undefined || content.text === undefined || row.text === content.text);
    }),
  );
}

/** What is pushed to add a task as an item. It gets the id that the task names, unless another item has that. */
export function itemInputOf({ task, content }: ReadTask, findRows: FindRows): ItemInput & { readonly id: string } {
  const [name] = namesOf(task);
  const isFree = name !== undefined && findRows([name])[0] === undefined;
  return { ...content, id: isFree ? name : contentId(content) };
}

/** Characters of the id of an item. */
const maxId = 2048;

function namesOf({ data, meta }: ReadTask['task']): string[] {
  return [meta?.alaas_item, meta?.id, data.id].flatMap((name) => {
    if (typeof name === 'string' && name !== '' && name.length <= maxId && faultOfId(name) === undefined) return [name];
    return typeof name === 'number' ? [String(name)] : [];
  });
}

/** The id that an item gets where none was given: its URI, for a text one made from its checksum. */
function contentId({ text = '', uri }: TaskContent): string {
  return uri ?? `inline:${hash('sha256', text, 'hex').slice(0, 32)}`;
}
