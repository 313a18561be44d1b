import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useClient, useProjectClient } from '../api/client-context.ts';
import { keys } from '../api/queries.ts';
import { useRole } from '../app/use-role.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { SwitchField, TextField } from '../ui/field.tsx';
import { messages as common } from '../ui/messages.ts';
import { Section } from '../ui/page.tsx';
import { describeError, Problem } from '../ui/problem.tsx';
import { useToasts } from '../ui/toasts.tsx';
import { messages } from './messages.ts';

/** What cannot be taken back. */
export function DangerZone({ project, dataset }: { readonly project: string; readonly dataset: string }) {
  const t = useMessages(messages);
  const service = useClient();
  const client = useProjectClient(project);
  const { unexpected } = useMessages(common);
  const { warn } = useToasts();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const isOwner = useRole(project) === 'owner';
  const [typed, setTyped] = useState('');
  const [withDataset, setWithDataset] = useState(false);
  const remove = useMutation({
    mutationFn: async () => {
      await client.delete();
      // the project is gone: a dataset that cannot go is told about, and is no failure
      return withDataset ? await service.datasets.delete(dataset).catch((error: unknown) => error) : undefined;
    },
    onSuccess: async (fault) => {
      if (fault !== undefined) {
        const { code, text } = describeError(fault, unexpected);
        warn(`${text} (${code})`);
      }
      await navigate({ to: '/' });
      cache.removeQueries({ queryKey: keys.project(project) });
      await cache.invalidateQueries({ queryKey: keys.projects });
      await cache.invalidateQueries({ queryKey: keys.datasets });
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
          <SwitchField
            label={t.dangerDataset(dataset)}
            hint={t.dangerDatasetHint}
            isOn={withDataset}
            onToggle={setWithDataset}
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
