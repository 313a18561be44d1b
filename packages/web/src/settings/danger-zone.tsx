import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { keys } from '../api/queries.ts';
import { useRole } from '../app/use-role.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { messages } from './messages.ts';

/** What cannot be taken back. */
export function DangerZone({ project }: { readonly project: string }) {
  const t = useMessages(messages);
  const client = useProjectClient(project);
  const cache = useQueryClient();
  const navigate = useNavigate();
  const isOwner = useRole(project) === 'owner';
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: () => client.delete(),
    onSuccess: async () => {
      await navigate({ to: '/' });
      cache.removeQueries({ queryKey: keys.project(project) });
      await cache.invalidateQueries({ queryKey: keys.projects });
    },
  });
  return (
    <Section title={t.dangerTitle} hint={isOwner ? t.dangerHint : t.ownerOnly} className="border-bad">
      {isOwner ? (
        <form
          className="grid max-w-md gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            remove.mutate();
          }}
        >
          <TextField
            label={t.dangerName(project)}
            value={typed}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
          />
          {remove.error === null ? null : <Problem error={remove.error} />}
          <Button type="submit" kind="danger" disabled={typed !== project} isBusy={remove.isPending}>
            {t.dangerButton}
          </Button>
        </form>
      ) : null}
    </Section>
  );
}
