import { setImmediate } from 'node:timers/promises';
import { AlaasError, faultOfId, type Item } from '@alaas/core';
import type { Engine } from '@alaas/engine';
import { datasetItems } from '../use-cases/items.ts';
import type { ImportedRecord } from './record.ts';

/** Items looked at between two pauses. */
const pageItems = 5000;

/** The item that a row means. */
export interface MeantItem {
  readonly id: string;
  /** What would be added where the dataset does not have it; undefined: it has it. */
  readonly missing: Item | undefined;
}

/** Finds the items that rows mean: by their id; without one, by the URI or the text. */
export interface ItemFinder {
  /** In the order of the rows; an error for one that names an item which neither is there nor can be made. */
  find(records: readonly ImportedRecord[]): Promise<(MeantItem | AlaasError)[]>;
}

export function createItemFinder(engine: Pick<Engine, 'items' | 'itemRows'>, dataset: string): ItemFinder {
  let aliases: ReadonlyMap<string, string> | undefined;
  return {
    async find(records) {
      const items = records.map(itemOf);
      const rows = engine.itemRows(
        dataset,
        items.map((item) => item?.id ?? ''),
      );
      const meant: (MeantItem | AlaasError)[] = [];
      for (const [i, record] of records.entries()) {
        const item = items[i];
        const fault = item === undefined ? undefined : faultOfId(item.id);
        if (item === undefined || item.id.length > maxIdLength) meant.push(noId(item?.id));
        else if (fault !== undefined) meant.push(new AlaasError('INVALID_REQUEST', `${fault}.`));
        else if (rows[i] !== undefined) meant.push({ id: item.id, missing: undefined });
        else if (record.item !== undefined) meant.push(asGiven(item, record));
        else {
          // only now: a file whose ids are known needs no look at every item
          aliases ??= await aliasesOf(engine, dataset);
          const id =
            aliases.get(item.uri) ?? (record.text === undefined ? undefined : aliases.get(inlineUri(record.text)));
          meant.push(id === undefined ? { id: item.id, missing: item } : { id, missing: undefined });
        }
      }
      return meant;
    },
  };
}

/** Longest id of an item. */
const maxIdLength = 2048;

/** The item as a push would make it; undefined: the row names none. */
function itemOf({ item: id, uri, text }: ImportedRecord): Item | undefined {
  if (id === undefined && uri === undefined && text === undefined) return undefined;
  const [item] = datasetItems([
    {
      ...(id === undefined ? {} : { id }),
      ...(uri === undefined ? {} : { uri }),
      ...(text === undefined ? {} : { text }),
    },
  ]);
  return item;
}

/** An item with an id of its own that is not there: it can be made of a URI or a text. */
function asGiven(item: Item, { uri, text }: ImportedRecord): MeantItem | AlaasError {
  const canBeMade = text !== undefined || (uri !== undefined && !uri.startsWith('inline:'));
  return canBeMade ? { id: item.id, missing: item } : noItem(item.id);
}

function noId(id: string | undefined): AlaasError {
  const what = id === undefined ? 'The row names no item' : `An id of ${id.length} characters is too long`;
  return new AlaasError(
    'INVALID_REQUEST',
    `${what}. Give an id of at most ${maxIdLength} characters, a URI or a text.`,
  );
}

function noItem(id: string): AlaasError {
  return new AlaasError(
    'NOT_FOUND',
    `The dataset has no item "${id.slice(0, 200)}". Give its uri or text, and it is added.`,
  );
}

/** Ids by URI and by the URI that a text has inline, of items whose id is neither. The first one with a content has it. */
async function aliasesOf(engine: Pick<Engine, 'items'>, dataset: string): Promise<Map<string, string>> {
  const aliases = new Map<string, string>();
  let after = -1;
  while (true) {
    const page = engine.items(dataset, { after, limit: pageItems });
    for (const { id, uri, text } of page) {
      const names = text === undefined ? [uri] : [uri, inlineUri(text)];
      for (const name of names) if (name !== id && !aliases.has(name)) aliases.set(name, id);
    }
    const last = page.at(-1);
    if (last === undefined) return aliases;
    after = last.row;
    await setImmediate();
  }
}

function inlineUri(text: string): string {
  const [item] = datasetItems([{ text }]);
  return (item as Item).uri;
}
