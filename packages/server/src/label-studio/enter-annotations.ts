import type { AnnotationRow } from '../database/annotation-table.ts';
import type { ResponseRow } from '../database/response-table.ts';
import { createLedger, type Entry, type Ledger } from '../projects/ledger.ts';
import { insertRecords } from '../projects/new-records.ts';
import type { ProjectEvent } from '../projects/project-events.ts';
import { reasonOf } from '../projects/responses.ts';
import type { ProjectWork } from '../projects/work.ts';
import type { ReadAnnotation } from './annotation.ts';

/** An annotation with the item and the person it belongs to. */
export interface PlacedAnnotation extends Omit<ReadAnnotation, 'person'> {
  readonly item: string;
  /** Id of the person. */
  readonly person: string;
}

/** What became of a list of annotations, and what is to be told once it is on disk. */
export interface EnteredAnnotations {
  /** New answers, and versions that took the place of an older one. */
  readonly taken: number;
  /** Those that were known already, in this or a newer version. */
  readonly known: number;
  /** Answers that were taken back. */
  readonly removed: number;
  readonly events: readonly ProjectEvent[];
}

/**
 * Enters annotations, each in its newest version: one that comes twice counts once, a later version takes the place of the
 * one before, and versions may come in any order. True answers make their record gold and are no responses.
 */
export async function enterAnnotations(
  work: ProjectWork,
  given: readonly PlacedAnnotation[],
  newId: () => string,
): Promise<EnteredAnnotations> {
  const { data } = work;
  const known = new Map((await data.annotations.ofKeys(given.map(({ key }) => key))).map((row) => [row.key, row]));
  const wanted = given.filter((annotation) => !isOutdated(annotation, known.get(annotation.key)));
  const books = await openBooks(work, { items: wanted.map(({ item }) => item), rows: [...known.values()] }, newId);
  const changed = new Map<string, AnnotationRow>();
  const counts = { taken: 0, known: given.length - wanted.length, removed: 0 };
  for (const annotation of wanted) {
    const before = changed.get(annotation.key) ?? known.get(annotation.key);
    // an earlier one of the same list may be newer
    const after = isOutdated(annotation, before) ? undefined : books.change(annotation, before);
    if (after === undefined) {
      counts.known++;
      continue;
    }
    if (after.state === 'empty') counts.removed += before?.state === 'answer' || before?.state === 'gold' ? 1 : 0;
    else counts.taken++;
    changed.set(annotation.key, after);
  }
  const events = await books.ledger.write();
  await data.annotations.put([...changed.values()]);
  return { ...counts, events };
}

/** Takes annotations back. One that never came is remembered: its other versions may be on their way still. */
export async function removeAnnotations(
  work: ProjectWork,
  keys: readonly string[],
  newId: () => string,
): Promise<EnteredAnnotations> {
  const { data } = work;
  const rows = await data.annotations.ofKeys(keys);
  const known = new Map(rows.map((row) => [row.key, row]));
  const books = await openBooks(work, { items: [], rows }, newId);
  let removed = 0;
  for (const row of known.values()) if (books.clear(row)) removed++;
  const events = await books.ledger.write();
  await data.annotations.put(
    [...new Set(keys)].map((key) => {
      const updated_at = known.get(key)?.updated_at ?? null;
      return { key, state: 'gone', record: null, response: null, updated_at };
    }),
  );
  return { taken: 0, known: keys.length - removed, removed, events };
}

/** Deleted for good, or known in a newer version. */
function isOutdated({ updatedAt }: PlacedAnnotation, known: AnnotationRow | undefined): boolean {
  if (known === undefined) return false;
  if (known.state === 'gone') return true;
  return updatedAt !== undefined && known.updated_at !== null && updatedAt < known.updated_at;
}

interface Books {
  readonly ledger: Ledger;
  /** Undefined: it is known just so. */
  change(annotation: PlacedAnnotation, before: AnnotationRow | undefined): AnnotationRow | undefined;
  /** @returns whether there was something to take back */
  clear(before: AnnotationRow): boolean;
}

interface Needed {
  readonly items: readonly string[];
  readonly rows: readonly AnnotationRow[];
}

async function openBooks(work: ProjectWork, { items, rows }: Needed, newId: () => string): Promise<Books> {
  const { data } = work;
  const ledger = createLedger(work, newId);
  const distinct = [...new Set(items)];
  const found = await data.records.ofItems(distinct);
  const present = new Set(found.map(({ item }) => item));
  const missing = distinct.filter((item) => !present.has(item));
  const made = await insertRecords(
    work,
    missing.map((item) => ({ item, arm: 'import', strategy: 'label-studio' })),
  );
  const numbers = rows.flatMap(({ record }) => record ?? []);
  const records = [...found, ...made, ...(await data.records.ofNumbers(numbers))];
  await ledger.load([...new Map(records.map((record) => [record.number, record])).values()]);
  const byItem = new Map(records.map(({ item, number }) => [item, number]));

  return {
    ledger,
    change(annotation, before) {
      const { key, item, status, isGold, updatedAt } = annotation;
      const entry = ledger.entry(byItem.get(item) as number);
      if (before !== undefined && isSame(annotation, entry, before)) return undefined;
      const state = isGold ? 'gold' : status === 'empty' ? 'empty' : 'answer';
      const standing = before && standingOf(before);
      // the ledger itself replaces an answer of the same person to the same record
      const isReplaced =
        state === 'answer' && standing?.person === annotation.person && before?.record === entry.record.number;
      if (before !== undefined && !isReplaced) clear(before);
      if (state === 'gold') ledger.setGold(entry, JSON.stringify(annotation.value), annotation.person);
      const response = state === 'answer' ? ledger.enter(entry, entered(annotation, entry, before)).id : null;
      const updated_at = updatedAt ?? before?.updated_at ?? null;
      return { key, state, record: entry.record.number, response, updated_at };
    },
    clear,
  };

  function clear(before: AnnotationRow): boolean {
    if (before.record === null) return false;
    const entry = ledger.entry(before.record);
    if (before.state === 'gold') {
      const isThere = entry.record.gold !== null;
      ledger.setGold(entry, undefined, 'label-studio');
      return isThere;
    }
    const standing = standingOf(before);
    if (standing === undefined) return false;
    ledger.retract(entry, standing);
    return true;
  }

  /** The response that an annotation is, unless it was undone or replaced since. */
  function standingOf({ record, response }: AnnotationRow): ResponseRow | undefined {
    return record === null ? undefined : ledger.entry(record).standing.find(({ id }) => id === response);
  }

  function isSame(
    { status, value, person, isGold, updatedAt }: PlacedAnnotation,
    { record }: Entry,
    before: AnnotationRow,
  ) {
    const text = value === undefined ? null : JSON.stringify(value);
    if (before.record !== record.number) return false;
    if (isGold) return before.state === 'gold' && record.gold === text;
    if (status === 'empty') return before.state === 'empty';
    if (before.state !== 'answer') return false;
    const standing = standingOf(before);
    // what was undone or replaced here is entered again by a later version only
    if (standing === undefined) return updatedAt === undefined || before.updated_at === updatedAt;
    return standing.person === person && standing.status === status && standing.value === text;
  }

  function entered(annotation: PlacedAnnotation, { record }: Entry, before: AnnotationRow | undefined) {
    const { person, status, value, origin, leadTimeMs, key } = annotation;
    return {
      person,
      status: status === 'skipped' ? ('skipped' as const) : ('submitted' as const),
      value: value === undefined ? null : JSON.stringify(value),
      origin,
      note: null,
      lead_time_ms: leadTimeMs ?? null,
      suggestion: null,
      is_hidden: null,
      reason: JSON.stringify(reasonOf(work, record)),
      // the key stays with the first version
      client_key: before === undefined ? key : null,
    };
  }
}
