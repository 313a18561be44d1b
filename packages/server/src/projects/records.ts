import {
  AlaasError,
  type AnswerValue,
  mayAct,
  type ProjectHistory,
  type ProjectRecord,
  type ProjectRecords,
  type Role,
} from '@alaas/core';
import type { ProjectStore } from '../database/project-store.ts';
import type { RecordKind, RecordPlace, RecordRow } from '../database/record-table.ts';
import type { ResponseRow } from '../database/response-table.ts';
import type { Caller, RoleIn } from './caller.ts';
import { checkRole } from './check-role.ts';
import type { Choices } from './choices.ts';
import { contentOf } from './lease-json.ts';
import { readReason } from './reasons.ts';
import { responseJson } from './response-json.ts';
import { createSettingsMemory, type ProjectWork } from './work.ts';

/** What of a list is wanted. */
export interface RecordsQuery {
  readonly status?: RecordKind | undefined;
  /** Part of an id, URI or text; case does not matter. */
  readonly q?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Looking at what was chosen and answered. */
export interface Records {
  /** In the order in which they were made. @throws AlaasError `NOT_FOUND` */
  list(project: string, caller: Caller, query: RecordsQuery): Promise<ProjectRecords>;
  /** @throws AlaasError `NOT_FOUND` */
  get(project: string, caller: Caller, item: string): Promise<ProjectRecord>;
  /** The caller's own answers and skips, newest first. @throws AlaasError `NOT_FOUND` */
  history(
    project: string,
    caller: Caller,
    page: { readonly before?: string | undefined; readonly limit: number },
  ): Promise<ProjectHistory>;
}

export interface RecordsOptions {
  readonly store: ProjectStore;
  readonly choices: (project: string) => Choices | Promise<Choices>;
  readonly roleIn: RoleIn;
}

/** Records that one search looks through; a longer search goes on with the next page. */
const mostSearched = 5000;

type Reading = Pick<ProjectWork, 'project' | 'data' | 'settings' | 'choices'>;

/** Who looks, and what they may see. */
interface Reader {
  readonly person: string;
  /** Sees gold items, and what others answered. */
  readonly seesAll: boolean;
  /** Sees what others answered on what they answered themselves only. */
  readonly isBlind: boolean;
}

export function createRecords({ store, choices, roleIn }: RecordsOptions): Records {
  const settings = createSettingsMemory();
  return {
    list: (project, caller, query) =>
      reading(project, caller, async (work, reader) => {
        const { rows, next } = await find(work, query);
        const records = await show(work, reader, rows);
        return { records, ...(next === undefined ? {} : { next: `${next.madeAt}.${next.number}` }) };
      }),
    get: (project, caller, item) =>
      reading(project, caller, async (work, reader) => {
        // PostgreSQL knows no NUL, and no item has one
        const rows = item.includes('\0') ? [] : await work.data.records.ofItems([item]);
        const [record] = await show(work, reader, rows);
        if (record !== undefined) return record;
        throw new AlaasError('NOT_FOUND', `Item "${item}" has no record yet: it was neither chosen nor answered.`);
      }),
    history: (project, caller, { before, limit }) =>
      reading(project, caller, async ({ data }, { person, seesAll }) => {
        const page = { before: before === undefined ? undefined : Number(before), limit };
        const rows = await data.responses.newest(person, page);
        const records = await data.records.ofNumbers([...new Set(rows.map(({ record }) => record))]);
        const items = new Map(records.map(({ number, item }) => [number, item]));
        const last = rows[limit - 1];
        return {
          responses: rows.map((row) => toJson(row, items.get(row.record) ?? '', seesAll)),
          ...(last === undefined ? {} : { next: String(last.number) }),
        };
      }),
  };

  async function reading<T>(
    project: string,
    caller: Caller,
    read: (work: Reading, reader: Reader) => Promise<T>,
  ): Promise<T> {
    const role: Role = await checkRole(roleIn, { project, caller, needed: 'annotator' });
    const chosen = await choices(project);
    return await store.read(project, async (data) => {
      const known = await settings.read(project, data);
      const seesAll = mayAct(role, 'reviewer');
      const reader = { person: caller.id, seesAll, isBlind: known.settings.isBlind && !seesAll };
      return await read({ project, data, settings: known.settings, choices: chosen }, reader);
    });
  }
}

/** A page of records, and where the next one begins. */
async function find(
  { data, choices }: Reading,
  { status, q, after: given, limit }: RecordsQuery,
): Promise<{ rows: RecordRow[]; next: RecordPlace | undefined }> {
  const wanted = q?.toLowerCase();
  const rows: RecordRow[] = [];
  let after = placeOf(given);
  for (let searched = 0; searched < mostSearched; ) {
    const page = await data.records.list({ after, limit: wanted === undefined ? limit : 1000, kind: status });
    for (const row of page) {
      searched++;
      after = { madeAt: row.created_at, number: row.number };
      if (wanted !== undefined && !holds(choices, row.item, wanted)) continue;
      rows.push(row);
      if (rows.length === limit) return { rows, next: after };
    }
    if (page.length < (wanted === undefined ? limit : 1000)) return { rows, next: undefined };
  }
  return { rows, next: after };
}

function placeOf(token: string | undefined): RecordPlace | undefined {
  if (token === undefined) return undefined;
  const [madeAt = 0, number = 0] = token.split('.').map(Number);
  return { madeAt, number };
}

function holds(choices: Choices, item: string, wanted: string): boolean {
  const known = choices.describe(item);
  return [item, known?.uri, known?.text].some((part) => part?.toLowerCase().includes(wanted));
}

async function show(work: Reading, reader: Reader, rows: readonly RecordRow[]): Promise<ProjectRecord[]> {
  const standing = await work.data.responses.standing(rows.map(({ number }) => number));
  const byRecord = Map.groupBy(standing, ({ record }) => record);
  return rows.map((row) => recordJson(work, reader, row, byRecord.get(row.number) ?? []));
}

function recordJson(
  work: Reading,
  { person, seesAll, isBlind }: Reader,
  row: RecordRow,
  standing: readonly ResponseRow[],
): ProjectRecord {
  const hasAnswered = standing.some((response) => response.person === person && response.status === 'submitted');
  const seesOthers = !isBlind || hasAnswered;
  const shown = seesOthers ? standing : standing.filter((response) => response.person === person);
  // before they answer, the queue decides whether they see it
  const suggestion = seesAll || hasAnswered ? work.choices.suggestion(row.item) : undefined;
  return {
    ...contentOf(work, row.item),
    status: statusOf(row, seesOthers),
    isTest: row.is_test === 1,
    ...(row.answer === null || !seesOthers ? {} : { answer: JSON.parse(row.answer) as AnswerValue }),
    responses: shown.map((response) => toJson(response, row.item, seesAll)),
    ...(suggestion === undefined ? {} : { suggestion }),
    reason: reasonOf(row, seesAll),
    createdAt: new Date(row.created_at).toISOString(),
  };
}

function statusOf(row: RecordRow, seesOthers: boolean): RecordKind {
  if (row.is_flagged === 1 && seesOthers) return 'flagged';
  if (row.answer === null && row.answers > 1 && seesOthers) return 'disputed';
  return row.completed_at === null ? 'pending' : 'completed';
}

function reasonOf(row: RecordRow, isTrue: boolean): ProjectRecord['reason'] {
  const { utility, round, model_version: modelVersion } = row;
  const isGold = row.gold !== null;
  if (isGold && !isTrue)
    return { arm: 'control', strategy: 'random', round: round ?? 1, modelVersion: modelVersion ?? 0 };
  return {
    arm: isGold ? 'gold' : row.arm,
    strategy: isGold ? 'gold' : row.strategy,
    ...(utility === null ? {} : { utility }),
    ...(round === null ? {} : { round }),
    ...(modelVersion === null ? {} : { modelVersion }),
  };
}

function toJson(row: ResponseRow, item: string, isTrue: boolean): ProjectHistory['responses'][number] {
  return responseJson(row, { item, reason: readReason(row.reason), isTrue });
}
