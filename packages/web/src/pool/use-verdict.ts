import type { AnswerValue } from '@alaas/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useProjectClient } from '../api/client-context.ts';
import { keys } from '../api/queries.ts';
import { poolKey } from './pool-queries.ts';

/** Decides what the label of an item is that has answers. */
export function useVerdict(project: string) {
  const client = useProjectClient(project);
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ item, value }: { readonly item: string; readonly value: AnswerValue }) =>
      client.adjudicate(item, value),
    onSuccess: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: poolKey(project) }),
        cache.invalidateQueries({ queryKey: keys.progress(project) }),
      ]),
  });
}
