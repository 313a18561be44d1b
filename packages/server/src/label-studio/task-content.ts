import { AlaasError } from '@alaas/core';
import { contentOf } from '../exchange/content.ts';
import type { Connection } from './connection.ts';
import type { ObjectTag } from './label-config.ts';
import type { LabelStudioTask } from './requests.ts';

/** What a task shows: a text, or what is at an address. */
export interface TaskContent {
  readonly text?: string;
  readonly uri?: string;
}

/** What is known of the labelling interface and its server. */
export interface Shown {
  /** Undefined: the config is not known; the content is found by the usual names of fields. */
  readonly objects: Connection['objects'] | undefined;
  /** Address of Label Studio, at which relative addresses begin. */
  readonly hostname: string | undefined;
}

/** Key of the only field of tasks that were made from a file without names of columns. */
const unnamed = '$undefined$';

/**
 * The content of a task. The two texts of a comparison are one, with an empty line between.
 *
 * @throws AlaasError `INVALID_REQUEST` for a task without the field that the config shows, or with a relative address where
 *   Label Studio's own is not known
 */
export function taskContent({ data }: Pick<LabelStudioTask, 'data'>, { objects, hostname }: Shown): TaskContent {
  if (objects === undefined) {
    const found = contentOf(data);
    if (found?.text !== undefined) return { text: found.text };
    if (found?.uri !== undefined) return { uri: absolute(found.uri, hostname) };
    throw invalid(
      'The task has several fields or none, and the label config that says which one is shown is not there',
    );
  }
  const values = objects.map((object) => valueIn(data, object));
  const [object] = objects;
  const [value = ''] = values;
  if (object?.isAddress === true) return { uri: absolute(value, hostname) };
  const text = values.join('\n\n');
  if (text.length > maxText) throw invalid(`The text has ${text.length} characters; ${maxText} are read`);
  return { text };
}

/** Characters of a text, and of an address, as in a push: the address is the id of an item that has no other. */
const maxText = 1_000_000;
const maxAddress = 2048;

/**
 * What an object shows of a task: the field behind the `$`, where `$a.b` and `$a[0].b` reach into lists and objects unless
 * there is a field of the whole name.
 */
function valueIn(data: LabelStudioTask['data'], { name, value }: ObjectTag): string {
  const path = value.slice(1);
  const found = data[path] ?? path.split(/[.[\]]+/).reduce<unknown>(fieldOf, data) ?? data[unnamed];
  if (typeof found === 'string' && found !== '') return found;
  if (typeof found === 'number') return String(found);
  throw invalid(`The task has no text in the field "${path}", which "${name}" of the label config shows`);
}

function fieldOf(parent: unknown, key: string): unknown {
  if (key === '') return parent;
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, key)) return undefined;
  return (parent as Record<string, unknown>)[key];
}

function absolute(address: string, hostname: string | undefined): string {
  if (address.length > maxAddress) {
    throw invalid(`The address has ${address.length} characters; ${maxAddress} are read. Data URIs are not`);
  }
  if (URL.canParse(address)) return address;
  if (hostname !== undefined && URL.canParse(address, hostname)) return new URL(address, hostname).href;
  throw invalid(
    `The address "${address.slice(0, 200)}" is relative, and Label Studio's own is not known. It comes with /setup and /predict`,
  );
}

function invalid(message: string): AlaasError {
  return new AlaasError('INVALID_REQUEST', `${message}.`);
}
