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
import type { ProjectWork, SettingsMemory } from './work.ts';

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
  /**
   * In the order in which they were made. Who labels blind sees none of others' answers in a list, so that leafing through
   * it costs them nothing.
   *
   * @throws AlaasError `NOT_FOUND`
   */
  list(project: string, caller: Caller, query: RecordsQuery): Promise<ProjectRecords>;
  /**
   * Who labels blind sees others' answers once their own stands, and that they have looked is kept: no other answer of theirs
   * is taken from then on.
   *
   * @throws AlaasError `NOT_FOUND`
   */
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
  /** Shared with whoever else reads settings. */
  readonly settings: SettingsMemory;
  readonly choices: (project: string) => Choices | Promise<Choices>;
  readonly roleIn: RoleIn;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Records that one search looks through; a longer search goes on with the next page. */
const mostSearched = 5000;

type Reading = Pick<ProjectWork, 'project' | 'data' | 'settings' | 'choices'>;
type Read<T> = (work: Reading, reader: Reader) => Promise<T>;

/** Who looks, and what they may see. */
interface Reader {
  readonly person: string;
  /** Sees gold items, and what others answered. */
  readonly seesAll: boolean;
  /** Sees what others answered on what they answered themselves only. */
  readonly isBlind: boolean;
}

/** What a reader sees of a record. */
interface Sight extends Reader {
  readonly seesOthers: boolean;
}

export function createRecords({ store, settings, choices, roleIn, now }: RecordsOptions): Records {
  return {
    list: (project, caller, query) =>
      reading(project, caller, async (work, reader) => {
        const { rows, next } = await find(work, reader, query);
        const standing = await standingOn(work, rows);
        const sight = { ...reader, seesOthers: !reader.isBlind };
        const records = rows.map((row) => recordJson(work, sight, row, standing.get(row.number) ?? []));
        return { records, ...(next === undefined ? {} : { next: `${next.madeAt}.${next.number}` }) };
      }),
    async get(project, caller, item) {
      const look: Read<Look> = async (work, reader) => await lookAt(work, reader, item);
      const { record, isFirst } = await reading(project, caller, look);
      if (!isFirst) return record;
      // in turn with answers: none of this person's can come between what they see and the note that they have seen it
      const noted: Read<Look> = async (work, reader) => {
        const seen = await look(work, reader);
        if (seen.isFirst) await work.data.shown.add(reader.person, [seen.number], now());
        return seen;
      };
      return (await reading(project, caller, noted, store.inProject)).record;
    },
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
    read: Read<T>,
    enter: ProjectStore['read'] = store.read,
  ): Promise<T> {
    const role: Role = await checkRole(roleIn, { project, caller, needed: 'annotator' });
    const chosen = await choices(project);
    return await enter(project, async (data) => {
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
  { isBlind }: Reader,
  { status, q, after: given, limit }: RecordsQuery,
): Promise<{ rows: RecordRow[]; next: RecordPlace | undefined }> {
  const wanted = q?.toLowerCase();
  // which records are disputed or flagged would tell of answers
  const kind = isBlind ? undefined : status;
  const shown = isBlind ? status : undefined;
  const isWanted = (row: RecordRow): boolean =>
    (shown === undefined || statusOf(row, false) === shown) &&
    (wanted === undefined || holds(choices, row.item, wanted));
  const rows: RecordRow[] = [];
  let after = placeOf(given);
  const pageSize = wanted === undefined && shown === undefined ? limit : 1000;
  for (let searched = 0; searched < mostSearched; ) {
    const page = await data.records.list({ after, limit: pageSize, kind });
    for (const row of page) {
      searched++;
      after = { madeAt: row.created_at, number: row.number };
      if (!isWanted(row)) continue;
      rows.push(row);
      if (rows.length === limit) return { rows, next: after };
    }
    if (page.length < pageSize) return { rows, next: undefined };
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

interface Look {
  readonly record: ProjectRecord;
  readonly number: number;
  /** Others' answers are in it, and it was not noted yet that the reader, who labels blind, has seen them. */
  readonly isFirst: boolean;
}

async function lookAt(work: Reading, reader: Reader, item: string): Promise<Look> {
  const { data } = work;
  // PostgreSQL knows no NUL, and no item has one
  const [row] = item.includes('\0') ? [] : await data.records.ofItems([item]);
  if (row === undefined) {
    throw new AlaasError('NOT_FOUND', `Item "${item}" has no record yet: it was neither chosen nor answered.`);
  }
  const { number } = row;
  const standing = (await standingOn(work, [row])).get(number) ?? [];
  const own = answerOf(reader, standing);
  const record = recordJson(work, { ...reader, seesOthers: !reader.isBlind || own !== undefined }, row, standing);
  const tells = own !== undefined && (standing.length > 1 || row.answer !== own.value);
  const isFirst = reader.isBlind && tells && (await data.shown.recordsOf(reader.person, [number])).length === 0;
  return { record, number, isFirst };
}

async function standingOn({ data }: Reading, rows: readonly RecordRow[]): Promise<Map<number, ResponseRow[]>> {
  const standing = await data.responses.standing(rows.map(({ number }) => number));
  return Map.groupBy(standing, ({ record }) => record);
}

function answerOf({ person }: Reader, standing: readonly ResponseRow[]): ResponseRow | undefined {
  return standing.find((response) => response.person === person && response.status === 'submitted');
}

function recordJson(
  work: Reading,
  { seesOthers, ...reader }: Sight,
  row: RecordRow,
  standing: readonly ResponseRow[],
): ProjectRecord {
  const { person, seesAll } = reader;
  const own = answerOf(reader, standing);
  const shown = seesOthers ? standing : standing.filter((response) => response.person === person);
  // before they answer, the queue decides whether they see it; they may come back to that by an undo
  const suggestion =
    seesAll || (own !== undefined && own.is_hidden !== 1) ? work.choices.suggestion(row.item) : undefined;
  return {
    ...contentOf(work, row.item),
    status: statusOf(row, seesOthers),
    isTest: seesAll && row.is_test === 1,
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
