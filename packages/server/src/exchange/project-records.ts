import type { AnswerValue, ProjectRecord, Suggestion } from '@alaas/core';
import type { DatasetItem, Engine } from '@alaas/engine';
import type { PeopleStore } from '../database/people-table.ts';
import type { ProjectStore } from '../database/project-store.ts';
import type { RecordPlace, RecordRow } from '../database/record-table.ts';
import type { ResponseRow } from '../database/response-table.ts';
import { ownerId } from '../projects/caller.ts';
import type { Choices } from '../projects/choices.ts';
import type { SettingsMemory } from '../projects/work.ts';
import type { Included } from './exchange-store.ts';
import type { ExchangeRecord, ExchangeResponse } from './record.ts';

/** Records that are read at once. */
const pageRecords = 500;

export interface RecordsOptions {
  readonly store: ProjectStore;
  readonly settings: SettingsMemory;
  readonly people: PeopleStore;
  readonly engine: Pick<Engine, 'items' | 'itemRows'>;
  /** The project's choices once its pool is open. */
  readonly choices: (project: string) => Promise<Choices>;
}

/** The records of a project, a page at a time: answers that come while they are read may be among them. */
export async function* projectRecords(
  options: RecordsOptions,
  project: string,
  include: Included,
): AsyncGenerator<ExchangeRecord> {
  const { store, settings: memory, engine, people } = options;
  const { settings } = await store.read(project, (data) => memory.read(project, data));
  const choices = await options.choices(project);
  for (let after: RecordPlace | undefined; ; ) {
    const from = after;
    const page = await store.read(project, (data) => data.records.list({ after: from, limit: pageRecords }));
    const last = page.at(-1);
    if (last === undefined) break;
    after = { madeAt: last.created_at, number: last.number };
    const standing = Map.groupBy(
      await store.read(project, (data) => data.responses.standing(page.map(({ number }) => number))),
      ({ record }) => record,
    );
    const names = await namesOf(people, [...standing.values()].flat());
    const items = engine.itemRows(
      settings.dataset,
      page.map(({ item }) => item),
    );
    for (const [i, row] of page.entries()) {
      const responses = standing.get(row.number) ?? [];
      if (!isIncluded(row, responses, include)) continue;
      yield recordOf(row, responses, { item: items[i], names, suggestion: choices.suggestion(row.item) });
    }
  }
  if (include === 'all') yield* unlabelled(options, project, { dataset: settings.dataset, choices });
}

function isIncluded(row: RecordRow, responses: readonly ResponseRow[], include: Included): boolean {
  if (include === 'all') return true;
  if (include === 'completed') return row.completed_at !== null;
  return responses.length > 0 || row.answer !== null;
}

/** Items that have no record: nobody was asked about them. */
async function* unlabelled(
  { store, engine }: RecordsOptions,
  project: string,
  { dataset, choices }: { readonly dataset: string; readonly choices: Choices },
): AsyncGenerator<ExchangeRecord> {
  for (let after = -1; ; ) {
    const page = engine.items(dataset, { after, limit: pageRecords });
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.row;
    const rows = await store.read(project, (data) => data.records.ofItems(page.map(({ id }) => id)));
    const taken = new Set(rows.map(({ item }) => item));
    for (const { id, uri, text } of page) {
      if (taken.has(id)) continue;
      const suggestion = choices.suggestion(id);
      yield {
        item: id,
        uri,
        ...(text === undefined ? {} : { text }),
        status: 'unlabelled',
        responses: [],
        ...(suggestion === undefined ? {} : { suggestion }),
        isTest: choices.isTest(id),
      };
    }
  }
}

interface Beside {
  /** Undefined: it is not in the dataset any more. */
  readonly item: DatasetItem | undefined;
  readonly names: ReadonlyMap<string, string>;
  readonly suggestion: Suggestion | undefined;
}

function recordOf(row: RecordRow, responses: readonly ResponseRow[], beside: Beside): ExchangeRecord {
  const { item, names, suggestion } = beside;
  return {
    item: row.item,
    uri: item?.uri ?? row.item,
    ...(item?.text === undefined ? {} : { text: item.text }),
    status: statusOf(row),
    ...(row.answer === null ? {} : { answer: JSON.parse(row.answer) as AnswerValue }),
    responses: responses.map((response) => responseOf(response, names)),
    ...(suggestion === undefined ? {} : { suggestion }),
    isTest: row.is_test === 1,
    ...(row.gold === null ? {} : { gold: JSON.parse(row.gold) as AnswerValue }),
    reason: {
      arm: row.arm,
      strategy: row.strategy,
      ...(row.utility === null ? {} : { utility: row.utility }),
      ...(row.round === null ? {} : { round: row.round }),
      ...(row.model_version === null ? {} : { modelVersion: row.model_version }),
    },
  };
}

function statusOf(row: RecordRow): ProjectRecord['status'] {
  if (row.is_flagged === 1) return 'flagged';
  if (row.answers > 1 && row.answer === null) return 'disputed';
  return row.completed_at === null ? 'pending' : 'completed';
}

function responseOf(row: ResponseRow, names: ReadonlyMap<string, string>): ExchangeResponse {
  return {
    annotator: names.get(row.person) ?? row.person,
    status: row.status,
    ...(row.value === null ? {} : { value: JSON.parse(row.value) as AnswerValue }),
    origin: row.origin,
    ...(row.lead_time_ms === null ? {} : { leadTimeMs: row.lead_time_ms }),
    createdAt: new Date(row.created_at).toISOString(),
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.suggestion === null
      ? {}
      : { suggestion: { ...(JSON.parse(row.suggestion) as Suggestion), isHidden: row.is_hidden === 1 } }),
  };
}

async function namesOf(people: PeopleStore, responses: readonly ResponseRow[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(responses.map(({ person }) => person))];
  return new Map([...(await people.names(ids)), [ownerId, ownerId]]);
}
