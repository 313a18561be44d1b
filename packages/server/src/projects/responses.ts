import {
  AlaasError,
  type AnswerValue,
  check,
  checkAnswer,
  isSameAnswer,
  type ProjectResponse,
  type ResponsesResult,
  responseInputSchema,
  type Suggestion,
  toAlaasError,
} from '@alaas/core';
import type { z } from 'zod';
import type { LeaseRow } from '../database/lease-table.ts';
import type { RecordRow } from '../database/record-table.ts';
import type { ResponseRow } from '../database/response-table.ts';
import { createLedger, type EnteredResponse, type Entry } from './ledger.ts';
import { insertRecords } from './new-records.ts';
import type { ProjectEvent } from './project-events.ts';
import { readReason, type StoredReason } from './reasons.ts';
import { responseJson } from './response-json.ts';
import type { ProjectWork } from './work.ts';

type Input = z.output<typeof responseInputSchema>;
type Outcome = ResponsesResult['items'][number];

/** An input that can be judged, with its place in the request. */
interface Judged {
  readonly place: number;
  readonly input: Input;
  /** In the one form of its task. */
  readonly value: AnswerValue | undefined;
}

/** What became of answers, and what is to be told once it is on disk. */
export interface TakenResponses {
  readonly result: ResponsesResult;
  readonly events: readonly ProjectEvent[];
}

/**
 * Takes answers of a person, each judged by itself and after those before it. One with a fault changes nothing and stops
 * nothing. Nothing is refused for coming late: without a free slot it is kept as extra. Where annotators label blind, who has
 * seen what others answered to a record can say nothing else to it.
 */
export async function takeResponses(
  work: ProjectWork,
  person: string,
  given: readonly unknown[],
  newId: () => string,
): Promise<TakenResponses> {
  const outcomes: Outcome[] = [];
  const judged = given.flatMap((one, place) => orFault(outcomes, place, () => judge(work, one, place)));
  const { data } = work;
  const known = new Map(
    (
      await data.responses.ofKeys(
        person,
        judged.flatMap(({ input }) => input.key ?? []),
      )
    ).map((row) => [row.client_key, row]),
  );
  const records = await recordsOf(work, judged, outcomes);
  const ledger = createLedger(work, newId);
  const keyed = await data.records.ofNumbers([...known.values()].map(({ record }) => record));
  await ledger.load([...new Map([...records.values(), ...keyed].map((row) => [row.number, row])).values()]);
  const mine = new Map((await data.leases.ofPerson(person)).map((lease) => [lease.id, lease]));
  const items = new Map([...records.values(), ...keyed].map((row) => [row.number, row.item]));
  const numbers = [...records.values()].map(({ number }) => number);
  const shown = new Set(work.settings.isBlind ? await data.shown.recordsOf(person, numbers) : []);
  const drafts = new Map<number, string>();
  let isNew = false;
  for (const { place, input, value } of judged) {
    const record = records.get(input.item);
    if (record === undefined) continue;
    const entry = ledger.entry(record.number);
    orFault(outcomes, place, () => {
      const repeated = input.key === undefined ? undefined : known.get(input.key);
      if (repeated !== undefined) {
        const item = items.get(repeated.record) as string;
        checkKey(input, item);
        outcomes[place] = { response: show(repeated, item), isRepeated: true };
        return [];
      }
      checkLease(input, entry, mine);
      if (shown.has(record.number)) checkUnchanged({ person, input, value }, entry);
      if (input.status === 'draft') {
        drafts.set(record.number, JSON.stringify(value));
        outcomes[place] = { isRepeated: false };
        return [];
      }
      const row = ledger.enter(entry, entered(work, { person, input, value }, entry));
      isNew = true;
      drafts.delete(record.number);
      if (input.key !== undefined) known.set(input.key, row);
      outcomes[place] = { response: show(row, record.item), isRepeated: false };
      return [];
    });
  }
  const events = await ledger.write();
  if (isNew) await data.undone.clear(person);
  for (const [record, value] of drafts) await data.drafts.put({ record, person, value, updated_at: work.now });
  return { result: { items: outcomes }, events };
}

/** @throws AlaasError `INVALID_REQUEST`, `INVALID_ANSWER` */
function judge({ task }: ProjectWork, given: unknown, place: number): Judged[] {
  const input = check(responseInputSchema, given, `items[${place}]`, 'INVALID_REQUEST');
  if ([input.item, input.key, input.note].some((text) => text?.includes('\0'))) {
    throw new AlaasError('INVALID_REQUEST', `items[${place}] holds a NUL character, which no text may. Leave it out.`);
  }
  if (input.status === 'skipped') {
    if (input.value === undefined) return [{ place, input, value: undefined }];
    throw new AlaasError(
      'INVALID_ANSWER',
      `A skipped record has no value. Leave out "value", or write status: submitted.`,
    );
  }
  if (input.value === undefined) {
    throw new AlaasError(
      'INVALID_ANSWER',
      `The answer to "${input.item}" has no value. Give one, or write status: skipped.`,
    );
  }
  return [{ place, input, value: checkAnswer(task, input.value) }];
}

/** The records that are answered, by item. An item of the pool that has none gets one. */
async function recordsOf(
  work: ProjectWork,
  judged: readonly Judged[],
  outcomes: Outcome[],
): Promise<Map<string, RecordRow>> {
  const items = [...new Set(judged.map(({ input }) => input.item))];
  const records = new Map((await work.data.records.ofItems(items)).map((row) => [row.item, row]));
  const missing = items.filter((item) => !records.has(item));
  const inPool = missing.filter((item) => work.choices.describe(item) !== undefined);
  const made = await insertRecords(
    work,
    inPool.map((item) => ({ item, arm: 'import', strategy: 'import' })),
  );
  for (const row of made) records.set(row.item, row);
  for (const { place, input } of judged) {
    if (records.has(input.item)) continue;
    orFault(outcomes, place, () => {
      throw new AlaasError(
        'NOT_FOUND',
        `The pool has no item "${input.item}" with features. Push it to dataset ${work.settings.dataset}, or repeat when its scan is through.`,
      );
    });
  }
  return records;
}

function checkKey({ key, item }: Input, known: string): void {
  if (item === known) return;
  throw new AlaasError(
    'CONFLICT',
    `The key "${key}" was used for item "${known}". Make up a new one for every answer.`,
  );
}

function checkLease({ lease: id, item }: Input, { leases }: Entry, mine: ReadonlyMap<string, LeaseRow>): void {
  const meant = id === undefined ? undefined : mine.get(id);
  if (meant === undefined || leases.some((lease) => lease.id === id)) return;
  throw new AlaasError('CONFLICT', `Lease "${id}" is not of item "${item}". Name the item that the lease holds.`);
}

/** What somebody says who has seen others' answers must be what they had said before. */
function checkUnchanged({ person, input, value }: Given, { standing }: Entry): void {
  const own = standing.find((response) => response.person === person);
  const isSame = own?.status === 'submitted' && input.status !== 'skipped' && own.value === JSON.stringify(value);
  if (isSame) return;
  const next =
    own === undefined
      ? 'it goes to somebody else. Redo what you undid, or go on with the next one.'
      : 'your own stays as you gave it. Undo it to take it back, or ask a reviewer to decide.';
  throw new AlaasError('CONFLICT', `You have looked at what others answered to "${input.item}": ${next}`);
}

interface Given {
  readonly person: string;
  readonly input: Input;
  readonly value: AnswerValue | undefined;
}

function entered(work: ProjectWork, { person, input, value }: Given, entry: Entry): EnteredResponse {
  const { record, leases, standing } = entry;
  // a second answer follows from the same suggestion as the first
  const source = leases.find((lease) => lease.person === person) ?? standing.find((one) => one.person === person);
  const wasSent = source?.suggestion != null && (source.is_hidden === 1 || input.sawSuggestion !== false);
  const suggestion = wasSent ? source.suggestion : null;
  return {
    person,
    status: input.status === 'skipped' ? 'skipped' : 'submitted',
    value: value === undefined ? null : JSON.stringify(value),
    origin: originOf(value, source?.is_hidden === 1 ? null : suggestion),
    note: input.note ?? null,
    lead_time_ms: input.leadTimeMs ?? null,
    suggestion,
    is_hidden: suggestion === null ? null : (source?.is_hidden ?? null),
    reason: source?.reason ?? JSON.stringify(reasonOf(work, record)),
    client_key: input.key ?? null,
  };
}

/** How an answer came about, by the suggestion that was on the screen. */
function originOf(value: AnswerValue | undefined, shown: string | null): ResponseRow['origin'] {
  if (shown === null || value === undefined) return 'manual';
  return isSameAnswer((JSON.parse(shown) as Suggestion).value, value) ? 'accepted' : 'edited';
}

/** The reason of an answer that nobody was asked for. */
export function reasonOf({ choices }: ProjectWork, record: RecordRow): StoredReason {
  const { utility, round, model_version: modelVersion } = record;
  const served = { served: choices.modelVersion, position: -1 };
  if (record.gold !== null)
    return { arm: 'gold', strategy: 'gold', shown: { arm: 'import', strategy: 'import' }, ...served };
  return {
    arm: record.arm,
    strategy: record.strategy,
    ...(utility === null ? {} : { utility }),
    ...(round === null ? {} : { round }),
    ...(modelVersion === null ? {} : { modelVersion }),
    ...served,
  };
}

function show(row: ResponseRow, item: string): ProjectResponse {
  return responseJson(row, { item, reason: readReason(row.reason), isTrue: false });
}

/** Runs a check of one answer; what it throws becomes the outcome of that answer. */
function orFault<T>(outcomes: Outcome[], place: number, work: () => T[]): T[] {
  try {
    return work();
  } catch (error) {
    const { code, message } = toAlaasError(error);
    if (code === 'INTERNAL') throw error;
    outcomes[place] = { error: { code, detail: message } };
    return [];
  }
}
