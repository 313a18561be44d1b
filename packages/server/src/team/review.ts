import {
  AlaasError,
  type AnswerValue,
  type AuditEntry,
  checkAnswer,
  type Dispute,
  type GoldList,
  type Quality,
} from '@alaas/core';
import type { ProjectStore } from '../database/project-store.ts';
import type { RecordRow } from '../database/record-table.ts';
import type { Caller } from '../projects/caller.ts';
import type { Choices } from '../projects/choices.ts';
import { createLedger } from '../projects/ledger.ts';
import { insertRecords } from '../projects/new-records.ts';
import type { ProjectEvent, ProjectEvents } from '../projects/project-events.ts';
import type { ProjectWork, SettingsMemory } from '../projects/work.ts';
import type { Measures } from './measures.ts';

export interface ReviewOptions {
  readonly store: ProjectStore;
  /** Shared with whoever else reads settings. */
  readonly settings: SettingsMemory;
  readonly measures: Pick<Measures, 'report' | 'disputes'>;
  /** The project's choices once its pool is open. */
  readonly choices: (project: string) => Promise<Choices>;
  readonly events: Pick<ProjectEvents, 'emit'>;
  readonly now: () => number;
}

/** Looking after the answers of others. Whether the caller may is checked before. */
export interface Review {
  /** @throws AlaasError `NOT_FOUND` */
  quality(project: string): Promise<Quality>;
  /** The most doubtful first. @throws AlaasError `NOT_FOUND` */
  disputes(project: string, limit: number): Promise<Dispute[]>;
  /** Decides on a record, which outranks what annotators say. @throws AlaasError `NOT_FOUND`, `INVALID_ANSWER` */
  adjudicate(
    project: string,
    caller: Caller,
    verdict: { readonly item: string; readonly value: AnswerValue; readonly note?: string | undefined },
  ): Promise<void>;
  /**
   * Makes items gold: their answer is known, and annotators are measured on them. All or none.
   *
   * @throws AlaasError `NOT_FOUND` for an item that is not in the pool, `INVALID_ANSWER`
   */
  setGold(
    project: string,
    caller: Caller,
    items: readonly { readonly item: string; readonly value: AnswerValue }[],
  ): Promise<void>;
  /** Gold items, the first made first. @throws AlaasError `NOT_FOUND` */
  gold(project: string, page: { readonly after?: string | undefined; readonly limit: number }): Promise<GoldList>;
  /** Items as they were, for the queue as for all others. @throws AlaasError `NOT_FOUND` */
  removeGold(project: string, caller: Caller, item: string): Promise<void>;
  /** Newest first. @param before only entries with a smaller number */
  audit(project: string, page: { readonly limit: number; readonly before?: number | undefined }): Promise<AuditEntry[]>;
}

export function createReview({ store, settings, measures, choices, events, now }: ReviewOptions): Review {
  return {
    quality: (project) => measures.report(project),
    async disputes(project, limit) {
      const found = await measures.disputes(project, limit);
      const known = await choices(project);
      return found.map((record) => ({ uri: '', ...known.describe(record.item), ...record }));
    },
    async adjudicate(project, caller, { item, value: given, note }) {
      await change(project, async (work) => {
        const value = JSON.stringify(checkAnswer(work.task, given));
        const [record] = await recordsOf(work, [item]);
        if (record === undefined) throw noItem(item);
        const sequence = work.sequence + 1;
        await work.data.project.update({ sequence });
        for (const standing of await work.data.verdicts.standing([record.number])) {
          await work.data.verdicts.retract(standing.number, sequence);
        }
        const row = { record: record.number, person: caller.id, sequence, retracted: null, value, note: note ?? null };
        await work.data.verdicts.insert({ ...row, created_at: work.now });
        await work.data.records.update(record.number, { answer: value });
        const details = { value: given, was: record.answer === null ? null : JSON.parse(record.answer), sequence };
        await work.data.audit.add([
          { at: work.now, person: caller.id, action: 'verdict.created', subject: item, details },
        ]);
        const told = { item, value: given, reviewer: caller.id };
        return [{ type: 'verdict.created', project, at: work.now, data: told }];
      });
    },
    async setGold(project, caller, items) {
      await change(project, async (work) => {
        const values = new Map(items.map(({ item, value }) => [item, JSON.stringify(checkAnswer(work.task, value))]));
        const records = await recordsOf(work, [...values.keys()]);
        return await writeGold(work, records, (item) => values.get(item), caller);
      });
    },
    async gold(project, { after, limit }) {
      await checkExists(project);
      // one more tells whether there is a next page
      const page = { after: Number(after ?? 0), limit: limit + 1 };
      const rows = await store.read(project, (data) => data.records.goldPage(page));
      const shown = rows.slice(0, limit);
      const known = await choices(project);
      return {
        items: shown.map(({ item, gold, answers }) => ({
          ...{ uri: '', ...known.describe(item), item, answers },
          value: JSON.parse(gold ?? 'null') as AnswerValue,
        })),
        ...(rows.length > limit ? { next: String(shown.at(-1)?.number) } : {}),
      };
    },
    async removeGold(project, caller, item) {
      await change(project, async (work) => {
        const [record] = await work.data.records.ofItems([item]);
        if (record === undefined || record.gold === null) {
          throw new AlaasError('NOT_FOUND', `"${item}" is no gold item of the project.`);
        }
        return await writeGold(work, [record], () => undefined, caller);
      });
    },
    async audit(project, page) {
      await checkExists(project);
      const rows = await store.read(project, (data) => data.audit.list(page));
      return rows.map(({ at, person, details, ...entry }) => ({
        ...entry,
        at: new Date(at).toISOString(),
        by: person,
        ...(details === null ? {} : { details: JSON.parse(details) as unknown }),
      }));
    },
  };

  /** @throws AlaasError `NOT_FOUND` */
  async function checkExists(project: string): Promise<void> {
    await store.read(project, (data) => settings.read(project, data));
  }

  /** Work on records of items that are in the pool, all in one transaction. @param run gives what is to be told of it */
  async function change(project: string, run: (work: ProjectWork) => Promise<readonly ProjectEvent[]>): Promise<void> {
    const known = await choices(project);
    const told = await store.inProject(project, async (data) => {
      const read = await settings.read(project, data);
      return await run({ project, data, ...read, choices: known, now: now() });
    });
    for (const event of told) events.emit(event);
  }

  /** The records of items, made where there are none. */
  async function recordsOf(work: ProjectWork, items: readonly string[]): Promise<RecordRow[]> {
    const records = await work.data.records.ofItems(items);
    const known = new Set(records.map(({ item }) => item));
    const fresh = items.filter((item) => !known.has(item));
    const absent = fresh.find((item) => work.choices.describe(item) === undefined);
    if (absent !== undefined) throw noItem(absent);
    const made = await insertRecords(
      work,
      fresh.map((item) => ({ item, arm: 'import', strategy: 'import' })),
    );
    return [...records, ...made];
  }
}

async function writeGold(
  work: ProjectWork,
  records: readonly RecordRow[],
  goldOf: (item: string) => string | undefined,
  caller: Caller,
): Promise<readonly ProjectEvent[]> {
  const ledger = createLedger(work);
  await ledger.load(records);
  for (const { number, item } of records) ledger.setGold(ledger.entry(number), goldOf(item), caller.id);
  return await ledger.write();
}

function noItem(item: string): AlaasError {
  return new AlaasError('NOT_FOUND', `The pool has no item "${item}", or it has no features yet.`);
}
