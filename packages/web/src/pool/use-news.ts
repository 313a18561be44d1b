import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { onProjectEvent } from '../api/project-events.ts';
import { poolKey } from './pool-queries.ts';

/** Whether the project has moved on since the page read the pool, and what reads it again. */
export function useNews(project: string): { readonly hasNews: boolean; refresh(): void } {
  const cache = useQueryClient();
  const [hasNews, setHasNews] = useState(false);
  useEffect(() => onProjectEvent(project, () => setHasNews(true)), [project]);
  return {
    hasNews,
    refresh() {
      setHasNews(false);
      void cache.invalidateQueries({ queryKey: poolKey(project) });
    },
  };
}
