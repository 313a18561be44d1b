import type { AnswerValue } from '@alaas/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useProjectClient } from '../api/client-context.ts';
import { keys } from '../api/queries.ts';
import { poolKey } from './pool-queries.ts';

interface Decision {
  readonly item: string;
  readonly value: AnswerValue;
}

/**
 * Decides what the label of an item is that has answers.
 *
 * @param onSaved is called before the pool is read again, when what asked for it may be gone from the page
 */
export function useVerdict(project: string, onSaved: (decision: Decision) => void) {
  const client = useProjectClient(project);
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ item, value }: Decision) => client.adjudicate(item, value),
    onSuccess: async (_, decision) => {
      onSaved(decision);
      await Promise.all([
        cache.invalidateQueries({ queryKey: poolKey(project) }),
        cache.invalidateQueries({ queryKey: keys.progress(project) }),
      ]);
    },
  });
}
