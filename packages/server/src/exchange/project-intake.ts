import { createHash, randomUUID } from 'node:crypto';
import { AlaasError, type Item, isAlaasError, memberCreateSchema } from '@alaas/core';
import type { Pool } from '@alaas/engine';
import type { RecordRow } from '../database/record-table.ts';
import type { ResponseRow } from '../database/response-table.ts';
import { ownerId } from '../projects/caller.ts';
import { createLedger, type EnteredResponse } from '../projects/ledger.ts';
import { insertRecords } from '../projects/new-records.ts';
import type { ProjectEvent, ProjectEvents } from '../projects/project-events.ts';
import { reasonOf } from '../projects/responses.ts';
import type { ProjectWork } from '../projects/work.ts';
import type { Datasets } from '../use-cases/datasets.ts';
import type { ImportedRow, Intake, IntakeOptions, Taken } from './exchange-store.ts';
import { createItemFinder, type MeantItem } from './item-finder.ts';
import type { RecordsOptions } from './project-records.ts';
import type { ImportedResponse } from './record.ts';

export interface ProjectIntakeOptions extends RecordsOptions {
  readonly datasets: Pick<Datasets, 'pushPools'>;
  readonly events: Pick<ProjectEvents, 'emit'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId?: () => string;
}

/** A row whose item is in the dataset. */
interface Placed {
  readonly item: string;
  readonly responses: readonly Named[];
  readonly gold: string | undefined;
}

interface Named {
  readonly person: string;
  readonly response: ImportedResponse;
}

/**
 * Takes the rows of one file into a project. Items first, then people, then all answers of a batch in one transaction: a
 * batch that is cut off in the middle has added some items, and the same file once more does the rest.
 */
export async function projectIntake(
  options: ProjectIntakeOptions,
  project: string,
  how: IntakeOptions,
): Promise<Intake> {
  const { store, settings: memory, engine, datasets, people, events, now, newId = randomUUID } = options;
  const { settings } = await store.read(project, (data) => memory.read(project, data));
  const { dataset } = settings;
  const finder = createItemFinder(engine, dataset);
  const persons = new Map<string, string>([[ownerId, ownerId]]);
  return { take };

  async function take(rows: readonly ImportedRow[]): Promise<Taken> {
    how.signal.throwIfAborted();
    const errors: { line: number; code: string; detail: string }[] = [];
    const { placed, items } = await place(rows, errors);
    const choices = await options.choices(project);
    const done = await store.inProject(project, async (data) => {
      const read = await memory.read(project, data);
      return await enterAll({ project, data, ...read, choices, now: now() }, placed, newId, how.caller.id);
    });
    for (const event of done.events) events.emit(event);
    return { items, responses: done.responses, known: done.known, errors };
  }

  /** Rows with the ids of their items and persons; items that are missing are added. */
  async function place(rows: readonly ImportedRow[], errors: { line: number; code: string; detail: string }[]) {
    const meant = await finder.find(rows.map(({ record }) => record));
    const missing: Item[] = [];
    const placed: Placed[] = [];
    for (const [i, { line, record }] of rows.entries()) {
      try {
        const { id: item, missing: added } = checkItem(meant[i] as MeantItem | AlaasError);
        const responses = await namedOf(record.responses);
        if (added !== undefined) missing.push(added);
        const gold = record.gold === undefined ? undefined : JSON.stringify(record.gold);
        placed.push({ item, responses, gold });
      } catch (error) {
        if (!isAlaasError(error) || error.status >= 500) throw error;
        errors.push({ line, code: error.code, detail: error.message });
      }
    }
    const items = missing.length === 0 ? 0 : await addItems(missing);
    return { placed, items };
  }

  function checkItem(item: MeantItem | AlaasError): MeantItem {
    if (item instanceof AlaasError) throw item;
    if (item.missing !== undefined && !how.addItems) throw notAdded(item.id);
    return item;
  }

  async function namedOf(responses: readonly ImportedResponse[]): Promise<Named[]> {
    for (const { annotator = how.annotator } of responses) if (!isName(annotator)) throw noName(annotator);
    const named: Named[] = [];
    for (const response of responses) {
      named.push({ person: await personOf(response.annotator ?? how.annotator), response });
    }
    return named;
  }

  async function addItems(items: readonly Item[]): Promise<number> {
    const { added } = await datasets.pushPools(dataset, once({ items }), how.access, how.signal);
    return added;
  }

  /** The id of the person of that name, who is made where there is none. */
  async function personOf(name: string): Promise<string> {
    const known = persons.get(name);
    if (known !== undefined) return known;
    const { id } = await people.person(name, { id: newId(), at: now() });
    persons.set(name, id);
    return id;
  }
}

async function enterAll(work: ProjectWork, placed: readonly Placed[], newId: () => string, caller: string) {
  const asked = placed.filter(({ responses, gold }) => responses.length > 0 || gold !== undefined);
  const records = await recordsOf(work, [...new Set(asked.map(({ item }) => item))]);
  const ledger = createLedger(work, newId);
  await ledger.load([...records.values()]);
  for (const { item, gold } of asked) {
    if (gold !== undefined) ledger.setGold(ledger.entry((records.get(item) as RecordRow).number), gold, caller);
  }
  const known = await knownKeys(work, asked);
  let repeated = 0;
  let entered = 0;
  for (const { item, responses } of asked) {
    const entry = ledger.entry((records.get(item) as RecordRow).number);
    for (const { person, response } of responses) {
      const key = keyOf(item, response);
      const isStanding = entry.standing.some((one) => one.person === person && isSame(one, response));
      if (isStanding || known.has(`${person}\n${key}`)) {
        repeated++;
        continue;
      }
      ledger.enter(entry, enteredOf(work, { person, response }, { key, record: entry.record }));
      known.add(`${person}\n${key}`);
      entered++;
    }
  }
  const events: readonly ProjectEvent[] = await ledger.write();
  if (entered > 0) {
    const details = { responses: entered, known: repeated };
    await work.data.audit.add([
      { at: work.now, person: caller, action: 'answers.imported', subject: work.project, details },
    ]);
  }
  return { responses: entered, known: repeated, events };
}

/** Records by item, made where there are none. Whether one is in the test share is up to its item, not to who labelled it. */
async function recordsOf(work: ProjectWork, items: readonly string[]): Promise<Map<string, RecordRow>> {
  const records = new Map((await work.data.records.ofItems(items)).map((row) => [row.item, row]));
  const fresh = items.filter((item) => !records.has(item));
  const made = await insertRecords(
    work,
    fresh.map((item) => ({ item, arm: 'import', strategy: 'import' })),
  );
  for (const row of made) records.set(row.item, row);
  return records;
}

/** Which of the answers came with a file before, by person and key; one that was undone or replaced since is among them. */
async function knownKeys({ data }: ProjectWork, placed: readonly Placed[]): Promise<Set<string>> {
  const keys = new Map<string, string[]>();
  for (const { item, responses } of placed) {
    for (const { person, response } of responses) {
      const own = keys.get(person) ?? [];
      own.push(keyOf(item, response));
      keys.set(person, own);
    }
  }
  const known = new Set<string>();
  for (const [person, own] of keys) {
    for (const { client_key } of await data.responses.ofKeys(person, own)) known.add(`${person}\n${client_key}`);
  }
  return known;
}

/** Equal for answers that say the same of the same item. */
function keyOf(item: string, { status, value }: ImportedResponse): string {
  const text = JSON.stringify([item, status, value ?? null]);
  return `import:${createHash('sha256').update(text).digest('base64url')}`;
}

function isSame(row: ResponseRow, { status, value }: ImportedResponse): boolean {
  return row.status === status && row.value === (value === undefined ? null : JSON.stringify(value));
}

function enteredOf(
  work: ProjectWork,
  { person, response }: Named,
  { key, record }: { readonly key: string; readonly record: RecordRow },
): EnteredResponse {
  const { status, value, note, leadTimeMs, createdAt } = response;
  return {
    person,
    status,
    value: value === undefined ? null : JSON.stringify(value),
    origin: 'import',
    note: note ?? null,
    lead_time_ms: leadTimeMs ?? null,
    suggestion: null,
    is_hidden: null,
    reason: JSON.stringify(reasonOf(work, record)),
    client_key: key,
    ...(createdAt === undefined ? {} : { created_at: Date.parse(createdAt) }),
  };
}

async function* once(pool: Pool): AsyncGenerator<Pool, void> {
  yield pool;
}

function isName(name: string): boolean {
  return name === ownerId || isOfLabelStudio(name) || memberCreateSchema.shape.name.safeParse(name).success;
}

/** People of Label Studio, whom members cannot be named like. */
function isOfLabelStudio(name: string): boolean {
  return /^label-studio:[\w.@+-]{1,87}$/.test(name);
}

function noName(name: string): AlaasError {
  return new AlaasError(
    'INVALID_REQUEST',
    `"${name.slice(0, 120)}" is no name of an annotator. Use letters, digits, dot, dash, underscore, @ and space, at most 100.`,
  );
}

function notAdded(item: string): AlaasError {
  return new AlaasError(
    'NOT_FOUND',
    `The dataset has no item "${item.slice(0, 200)}". Correct the row, or import with addItems=true.`,
  );
}
