import { isAlaasError, type Project, type ProjectChange } from '@alaas/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useProjectClient } from '../api/client-context.ts';
import { keys } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { useToasts } from '../ui/toasts.tsx';
import { messages } from './messages.ts';

/** Changes a project's settings, unless somebody else did meanwhile. */
export function useChange(project: Project) {
  const t = useMessages(messages);
  const format = useFormat();
  const { say, warn } = useToasts();
  const client = useProjectClient(project.id);
  const cache = useQueryClient();
  const reload = () =>
    Promise.all([
      cache.invalidateQueries({ queryKey: keys.project(project.id) }),
      cache.invalidateQueries({ queryKey: keys.projects }),
    ]);
  return useMutation({
    mutationFn: (change: ProjectChange) => client.update(change, { version: project.version }),
    onSuccess: async ({ version }) => {
      await reload();
      say(t.saved(format.count(version)));
    },
    onError: async (error) => {
      if (!isAlaasError(error, 'CONFLICT')) return;
      warn(t.conflict);
      await reload();
    },
  });
}
