import { AlaasError, type AnswerValue, type BulkResult, checkAnswer } from '@alaas/core';
import type { RecordRow } from '../database/record-table.ts';
import type { ResponseRow } from '../database/response-table.ts';
import { createLedger, type Entry } from '../projects/ledger.ts';
import { insertRecords } from '../projects/new-records.ts';
import type { StoredReason } from '../projects/reasons.ts';
import type { ProjectWork } from '../projects/work.ts';
import { type BulkDone, notInPool } from './exclusions.ts';

export interface BulkAsk {
  readonly items: readonly string[];
  readonly value: AnswerValue;
  /** Who says so. */
  readonly person: string;
}

/**
 * Enters one answer to many items, as an answer of that person to each, marked `bulk`. It teaches and completes its record
 * like any other. But nobody looked at the items one by one: so it takes the place of no answer that somebody gave to the
 * item alone, gives way to the first that comes, and is not measured on.
 *
 * @throws AlaasError `INVALID_ANSWER`
 */
export async function labelInBulk(work: ProjectWork, ask: BulkAsk, newId: () => string): Promise<BulkDone> {
  const { data, choices, task } = work;
  const value = JSON.stringify(checkAnswer(task, ask.value));
  const items = [...new Set(ask.items)];
  const known = new Map((await data.records.ofItems(items)).map((row) => [row.item, row]));
  const excluded = new Set(await data.exclusions.among(items));
  const failed: BulkResult['failed'] = [];
  const ledger = createLedger(work, newId);
  await ledger.load([...known.values()]);
  const open = items.filter((item) => {
    const fault = excluded.has(item)
      ? isOut(item)
      : choices.describe(item) === undefined
        ? notInPool(work, item)
        : undefined;
    const record = known.get(item);
    const reason = fault ?? (record && takenFault(ledger.entry(record.number)));
    if (reason !== undefined) failed.push(reason);
    return reason === undefined;
  });
  const fresh = open.filter((item) => !known.has(item));
  const made = await insertRecords(
    work,
    fresh.map((item) => ({ item, arm: 'bulk', strategy: 'bulk' })),
  );
  for (const row of made) known.set(row.item, row);
  await ledger.load(made);
  let repeated = 0;
  for (const item of open) {
    const entry = ledger.entry((known.get(item) as RecordRow).number);
    if (entry.standing.some((one) => one.origin === 'bulk' && one.value === value)) {
      repeated++;
      continue;
    }
    ledger.enter(entry, {
      person: ask.person,
      status: 'submitted',
      value,
      origin: 'bulk',
      note: null,
      lead_time_ms: null,
      suggestion: null,
      is_hidden: null,
      reason: JSON.stringify(reasonOf(work)),
      client_key: null,
    });
  }
  const events = await ledger.write();
  const result = { changed: open.length - repeated, known: repeated, failed };
  if (result.changed > 0) {
    // whoever passed them over may be asked to look at them alone
    const total = await data.tallies.total();
    await data.tallies.setTotal({ ...total, reopened: total.reopened + 1 });
    const details = { value: ask.value, items: result.changed };
    await data.audit.add([{ at: work.now, person: ask.person, action: 'labels.bulk', subject: work.project, details }]);
  }
  return { result, events };
}

/**
 * Takes back the answers that a person entered to many items. An answer in bulk that one of them took the place of stands again;
 * what came after it is not touched.
 */
export async function takeBackBulk(
  work: ProjectWork,
  { items, person }: Omit<BulkAsk, 'value'>,
  newId: () => string,
): Promise<BulkDone> {
  const { data } = work;
  const records = await data.records.ofItems([...new Set(items)]);
  const ledger = createLedger(work, newId);
  await ledger.load(records);
  const before = Map.groupBy(await data.responses.endedBulk(records.map(({ number }) => number)), endOf);
  let changed = 0;
  for (const { number } of records) {
    const entry = ledger.entry(number);
    const own = entry.standing.find((one) => one.origin === 'bulk' && one.person === person);
    if (own === undefined) continue;
    ledger.retract(entry, own);
    for (const row of before.get(`${number} ${own.sequence}`) ?? []) ledger.enter(entry, { ...row, client_key: null });
    changed++;
  }
  const events = await ledger.write();
  const result = { changed, known: new Set(items).size - changed, failed: [] };
  if (changed > 0) {
    const details = { items: changed };
    await data.audit.add([{ at: work.now, person, action: 'labels.bulk-undone', subject: work.project, details }]);
  }
  return { result, events };
}

/** Its record, and the change of labels that ended it. */
function endOf({ record, retracted }: ResponseRow): string {
  return `${record} ${retracted}`;
}

function reasonOf({ choices }: ProjectWork): StoredReason {
  return { arm: 'bulk', strategy: 'bulk', served: choices.modelVersion, position: -1 };
}

/** Why a record takes no answer in bulk; undefined: it does. */
function takenFault({ record, standing, verdict }: Entry): BulkResult['failed'][number] | undefined {
  const { item } = record;
  if (record.gold !== null) {
    return fault(item, `"${item}" is a gold item, on which annotators are measured. Make it an ordinary one first.`);
  }
  const isAnswered =
    verdict !== undefined || standing.some(({ status, origin }) => status === 'submitted' && origin !== 'bulk');
  if (!isAnswered) return undefined;
  return fault(item, `"${item}" has an answer of somebody who looked at it alone. Decide on it with a verdict.`);
}

function isOut(item: string): BulkResult['failed'][number] {
  return fault(item, `"${item}" is excluded from the pool. Put it back first.`);
}

function fault(item: string, message: string): BulkResult['failed'][number] {
  return { item, code: new AlaasError('CONFLICT', message).code, detail: message };
}
