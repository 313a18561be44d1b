import { useQuery } from '@tanstack/react-query';
import { useProjectClient } from '../../api/client-context.ts';
import { contentQuery } from '../../content/content-query.ts';
import type { TaskItem } from '../task-view.ts';
import { type Sides, sidesOfRow, sidesOfText } from './sides.ts';

/** The two sides of an item, from where it is; undefined: it is loaded, or has none. */
export function useSides(project: string, { item, text }: TaskItem): Sides | undefined {
  const client = useProjectClient(project);
  const { data } = useQuery({ ...contentQuery(client, item), enabled: text === undefined });
  if (text !== undefined) return sidesOfText(text);
  if (data?.kind === 'text') return sidesOfText(data.text);
  return data?.kind === 'row' ? sidesOfRow(data.row) : undefined;
}
