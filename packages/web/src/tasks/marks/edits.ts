/** What was changed of one answer, and taken back. */
export interface Edits<T> {
  readonly before: readonly T[];
  readonly after: readonly T[];
}

/** Changes that are remembered. */
const maxEdits = 200;

export const noEdits: Edits<never> = { before: [], after: [] };

/** After a change. @param now as it was until then */
export function edited<T>({ before }: Edits<T>, now: T): Edits<T> {
  return { before: [...before, now].slice(-maxEdits), after: [] };
}

/** The value before the last change; undefined: nothing was changed. */
export function undone<T>(
  { before, after }: Edits<T>,
  now: T,
): { readonly value: T; readonly edits: Edits<T> } | undefined {
  if (before.length === 0) return undefined;
  return { value: before.at(-1) as T, edits: { before: before.slice(0, -1), after: [...after, now] } };
}

/** The value that was taken back last; undefined: nothing was. */
export function redone<T>(
  { before, after }: Edits<T>,
  now: T,
): { readonly value: T; readonly edits: Edits<T> } | undefined {
  if (after.length === 0) return undefined;
  return { value: after.at(-1) as T, edits: { before: [...before, now], after: after.slice(0, -1) } };
}
