import type { LeaseRow } from '../database/lease-table.ts';
import type { RecordRow } from '../database/record-table.ts';
import type { Candidate } from './choices.ts';
import { isLive, longestLeaseMs } from './lease-time.ts';
import type { PassedRecords } from './queue-memory.ts';
import type { ProjectWork } from './work.ts';

/** Something that a person can be asked now. */
export interface Askable {
  readonly item: string;
  /** Absent: it has none yet. */
  readonly record?: RecordRow;
  /** Absent: it was chosen earlier. */
  readonly candidate?: Candidate;
  /** Leases on the record that have ended, of anybody. */
  readonly ended: readonly LeaseRow[];
}

export interface Asker {
  readonly person: string;
  readonly passed: PassedRecords;
  /** Items that they hold already. */
  readonly taken: ReadonlySet<string>;
}

/** Records read at once. */
const page = 32;

/**
 * What a person can be asked, in the order in which it should be: records that have some of their answers; candidates, best
 * first; records that were chosen earlier and came back; last what they skipped themselves, once nobody else who was at work
 * within the hour could still be asked. Nothing that they answered or hold, nothing of which they have seen what others
 * answered, and nothing without a free slot.
 */
export async function* askable(work: ProjectWork, asker: Asker): AsyncGenerator<Askable, void> {
  const given = new Set(asker.taken);
  const { exclusions } = work.data;
  const hasExcluded = await exclusions.any();
  for (const source of [startedRecords, freeCandidates, openRecords, ownSkips]) {
    for await (const found of source(work, asker)) {
      if (given.has(found.item) || work.choices.describe(found.item) === undefined) continue;
      given.add(found.item);
      if (hasExcluded && (await exclusions.among([found.item])).length > 0) continue;
      yield found;
    }
    if (source === freeCandidates) work.choices.runDry();
  }
}

async function* startedRecords(work: ProjectWork, { person, passed }: Asker): AsyncGenerator<Askable, void> {
  let from = { sequence: passed.startedAfter + 1, record: 0 };
  for (let isFirst = true; ; isFirst = false) {
    const rows = await work.data.records.started(person, { ...from, limit: page });
    if (isFirst) passed.startedAfter = rows[0] === undefined ? work.sequence : rows[0].sequence - 1;
    yield* withRoom(work, person, rows);
    const last = rows[page - 1];
    if (last === undefined) return;
    from = { sequence: last.sequence, record: last.number };
  }
}

async function* freeCandidates(work: ProjectWork, asker: Asker): AsyncGenerator<Askable, void> {
  const { person, passed, taken } = asker;
  const { records, responses, shown, tallies } = work.data;
  const isWanted = ({ item, arm }: Candidate): boolean =>
    !taken.has(item) && (arm === 'again' || !passed.items.has(item));
  for (const part of parts(work.choices.candidates(), isWanted)) {
    const rows = await records.ofItems(part.map(({ item }) => item));
    const byItem = new Map(rows.map((row) => [row.item, row]));
    const again = new Set(part.filter(({ arm }) => arm === 'again').map(({ item }) => item));
    const unchecked = await labelledInBulk(work, rows);
    const drawn = new Set(part.filter(({ arm }) => arm === 'control').map(({ item }) => item));
    const open = rows
      .map((row) => (again.has(row.item) ? withMoreSlots(row) : row))
      .map((row) => (unchecked.has(row.number) && drawn.has(row.item) ? withoutAnswers(row) : row))
      .filter((row) => row.completed_at === null && row.gold === null);
    const numbers = open.map(({ number }) => number);
    const known = new Set<number>();
    if (numbers.length > 0) {
      for (const number of await responses.recordsOf(person, numbers)) known.add(number);
      for (const number of await shown.recordsOf(person, numbers)) known.add(number);
    }
    const askableRows = open.filter(({ number }) => !known.has(number));
    const free = new Map<string, Askable>();
    for await (const found of withRoom(work, person, askableRows)) free.set(found.item, found);
    const stillOpen = new Set(askableRows);
    for (const candidate of part) {
      const row = byItem.get(candidate.item);
      if (row === undefined) {
        yield { item: candidate.item, candidate, ended: [] };
        continue;
      }
      // drawn at random is drawn at random, whoever chose the item before
      const isOfOther = row.arm === 'strategy' || (row.arm === 'bulk' && unchecked.has(row.number));
      if (candidate.arm === 'control' && isOfOther) {
        await records.update(row.number, { arm: 'control' });
        await tallies.addAnswers(row.arm, -row.answers);
        await tallies.addAnswers('control', row.answers);
      }
      const found = free.get(candidate.item);
      if (found !== undefined) yield { ...found, candidate };
      else if (candidate.arm !== 'again' && !stillOpen.has(row) && !unchecked.has(row.number)) {
        passed.items.add(candidate.item);
      }
    }
  }
}

/** A record that has its answers, as it will be when it is asked again. */
function withMoreSlots(record: RecordRow): RecordRow {
  return record.completed_at === null ? record : { ...record, slots: record.answers + 1, completed_at: null };
}

/** Records that have their answers from somebody who labelled many items at once. */
async function labelledInBulk({ data }: ProjectWork, rows: readonly RecordRow[]): Promise<Set<number>> {
  const done = rows.filter((row) => row.completed_at !== null).map(({ number }) => number);
  return new Set(done.length === 0 ? [] : await data.responses.onlyBulk(done));
}

/** A record that was labelled with many others, as it is for somebody who looks at it alone. */
function withoutAnswers(record: RecordRow): RecordRow {
  return { ...record, answers: 0, completed_at: null };
}

async function* openRecords(work: ProjectWork, { person, passed }: Asker): AsyncGenerator<Askable, void> {
  const { records } = work.data;
  let after = passed.openAfter;
  for (let isFirst = true; ; isFirst = false) {
    const rows = await records.open(person, { after, limit: page });
    if (isFirst) passed.openAfter = rows[0] === undefined ? await records.lastNumber() : rows[0].number - 1;
    yield* withRoom(work, person, rows);
    const last = rows[page - 1];
    if (last === undefined) return;
    after = last.number;
  }
}

async function* ownSkips(work: ProjectWork, { person }: Asker): AsyncGenerator<Askable, void> {
  const { records, responses, tallies, shown } = work.data;
  const skipped = await records.skippedBy(person, page);
  if (skipped.length === 0) return;
  const numbers = skipped.map(({ number }) => number);
  const others = (await tallies.activeSince(work.now - longestLeaseMs)).filter((other) => other !== person);
  const past = [...(await responses.standing(numbers)), ...(await shown.of(others, numbers))];
  const alone = skipped.filter((row) => {
    const asked = new Set(past.filter(({ record }) => record === row.number).map((one) => one.person));
    return others.every((other) => asked.has(other));
  });
  yield* withRoom(work, person, alone);
}

/** Those of the records on which another answer is wanted that nobody else is about to give. */
async function* withRoom(
  { data, now }: ProjectWork,
  person: string,
  rows: readonly RecordRow[],
): AsyncGenerator<Askable, void> {
  const wanted = rows.filter((row) => row.gold === null && row.answers < row.slots);
  if (wanted.length === 0) return;
  const leases = Map.groupBy(await data.leases.ofRecords(wanted.map(({ number }) => number)), ({ record }) => record);
  for (const record of wanted) {
    const onIt = leases.get(record.number) ?? [];
    if (freeSlots(record, onIt, { person, now }) > 0) {
      yield { item: record.item, record, ended: onIt.filter((lease) => !isLive(lease, now)) };
    }
  }
}

/**
 * Slots of a record that are free for a person: its slots, less the answers that count and the live leases of others. A gold
 * item is asked of everybody: there only the leases count.
 */
export function freeSlots(
  record: Pick<RecordRow, 'slots' | 'answers' | 'gold'>,
  leases: readonly LeaseRow[],
  { person, now }: { readonly person: string; readonly now: number },
): number {
  const others = leases.filter((lease) => lease.person !== person && isLive(lease, now)).length;
  return record.slots - (record.gold === null ? record.answers : 0) - others;
}

function* parts<T>(values: Iterable<T>, isWanted: (value: T) => boolean): Generator<T[], void> {
  let part: T[] = [];
  for (const value of values) {
    if (!isWanted(value)) continue;
    part.push(value);
    if (part.length < page) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
