import { useQuery } from '@tanstack/react-query';
import { useProjectClient } from '../../api/client-context.ts';
import { contentQuery } from '../../content/content-query.ts';
import type { TaskItem } from '../task-view.ts';

/** The text of an item, from where it is. `isOther`: the item is no text. */
export function useItemText(project: string, item: TaskItem) {
  const client = useProjectClient(project);
  const { data, error, refetch } = useQuery({ ...contentQuery(client, item.item), enabled: item.text === undefined });
  return {
    text: item.text ?? (data?.kind === 'text' ? data.text : undefined),
    isOther: data !== undefined && data.kind !== 'text',
    error,
    refetch: () => void refetch(),
  };
}
