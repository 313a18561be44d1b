import type { AnswerValue, BulkResult } from '@alaas/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { keys } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { inParts } from './bulk.ts';
import { messages } from './messages.ts';
import { poolKey } from './pool-queries.ts';

export type BulkAction =
  | { readonly kind: 'exclude' | 'include' | 'unlabel'; readonly items: readonly string[] }
  | { readonly kind: 'label'; readonly items: readonly string[]; readonly value: AnswerValue };

/** What was done last: as a sentence, with what would take it back where that can be. */
export interface BulkDone {
  readonly text: string;
  readonly isBad: boolean;
  readonly undo: BulkAction | undefined;
}

/** Does something to many items, or to one, and says what became of them. */
export function useBulk(project: string) {
  const t = useMessages(messages);
  const format = useFormat();
  const { pool } = useProjectClient(project);
  const cache = useQueryClient();
  const [done, setDone] = useState<BulkDone>();
  const mutation = useMutation({
    mutationFn: (action: BulkAction) =>
      inParts(action.items, (part) => {
        if (action.kind === 'label') return pool.label(part, action.value);
        return action.kind === 'unlabel' ? pool.unlabel(part) : pool.exclude(part, action.kind === 'exclude');
      }),
    onMutate: () => setDone(undefined),
    onSuccess: (result, action) => setDone(doneOf(result, action)),
    // a part may have been done before another failed
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: poolKey(project) }),
        cache.invalidateQueries({ queryKey: keys.progress(project) }),
      ]),
  });
  return { mutation, done, dismiss: () => setDone(undefined) };

  function doneOf({ changed, known, failed }: BulkResult, action: BulkAction): BulkDone {
    const say = { exclude: t.excluded, include: t.included, label: t.labelled, unlabel: t.unlabelled }[action.kind];
    const sentences = [say(format.count(changed))];
    if (known > 0) sentences.push(t.unchanged(format.count(known)));
    const [first] = failed;
    if (first !== undefined) sentences.push(t.refused(format.count(failed.length), first.detail));
    const out = new Set(failed.map(({ item }) => item));
    return {
      text: sentences.join(' '),
      isBad: first !== undefined,
      // which of them were so before is not known, and those must stay as they were
      undo: undoOf(action.kind, changed === 0 || known > 0 ? [] : action.items.filter((item) => !out.has(item))),
    };
  }
}

/** What takes something back; undefined: nothing does, or nothing was done. */
function undoOf(kind: BulkAction['kind'], items: readonly string[]): BulkAction | undefined {
  if (items.length === 0) return undefined;
  switch (kind) {
    case 'exclude':
      return { kind: 'include', items };
    case 'include':
      return { kind: 'exclude', items };
    case 'label':
      return { kind: 'unlabel', items };
    case 'unlabel':
      return undefined;
  }
}
