import type { Webhook } from '@alaas/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { keys } from '../api/queries.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { messages as common } from '../ui/messages.ts';
import { Empty, Section } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { messages } from './messages.ts';
import { Secret } from './secret.tsx';

/** Addresses that are called when something happens. */
export function Webhooks({ project }: { readonly project: string }) {
  const t = useMessages(messages);
  const wait = useMessages(common).loading;
  const { webhooks } = useProjectClient(project);
  const cache = useQueryClient();
  const queryKey = [...keys.project(project), 'webhooks'];
  const { data, error, refetch } = useQuery({ queryKey, queryFn: ({ signal }) => webhooks.list({ signal }) });
  const [url, setUrl] = useState('');
  const [secret, setSecret] = useState<string>();
  const reload = () => cache.invalidateQueries({ queryKey });
  const add = useMutation({
    mutationFn: () => webhooks.create({ url: url.trim() }),
    onSuccess: async (made) => {
      setUrl('');
      setSecret(made.secret);
      await reload();
    },
  });
  const setActive = useMutation({
    mutationFn: ({ id, isActive }: { id: string; isActive: boolean }) => webhooks.setActive(id, isActive),
    onSettled: reload,
  });
  const remove = useMutation({ mutationFn: (id: string) => webhooks.delete(id), onSettled: reload });
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <ProgressBar label={wait} />;
  const failure = add.error ?? setActive.error ?? remove.error;
  return (
    <Section title={t.tabs.webhooks} hint={t.webhookHint}>
      {failure === null ? null : <Problem error={failure} />}
      {data.length === 0 ? (
        <Empty>{t.noWebhooks}</Empty>
      ) : (
        <WebhookTable
          webhooks={data}
          onActive={(id, isActive) => setActive.mutate({ id, isActive })}
          onDelete={(id) => remove.mutate(id)}
        />
      )}
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <TextField
          label={t.url}
          className="min-w-0 flex-1"
          type="url"
          required
          placeholder="https://example.org/hook"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
        <Button type="submit" kind="primary" isBusy={add.isPending} disabled={url.trim() === ''}>
          {t.addWebhook}
        </Button>
      </form>
      {secret === undefined ? null : (
        <Dialog title={t.secretTitle} onClose={() => setSecret(undefined)}>
          <div className="grid gap-4">
            <p>{t.secretHint}</p>
            <Secret label={t.secret} value={secret} />
          </div>
        </Dialog>
      )}
    </Section>
  );
}

interface WebhookTableProps {
  readonly webhooks: readonly Webhook[];
  onActive(id: string, isActive: boolean): void;
  onDelete(id: string): void;
}

function WebhookTable({ webhooks, onActive, onDelete }: WebhookTableProps) {
  const t = useMessages(messages);
  return (
    <DataTable
      caption={t.tabs.webhooks}
      rows={webhooks}
      keyOf={({ id }) => id}
      columns={[
        {
          title: t.url,
          cell: ({ url, detail }) => (
            <>
              <span className="break-all">{url}</span>
              {detail === undefined ? null : <span className="block text-sm text-bad">{detail}</span>}
            </>
          ),
        },
        { title: t.events, cell: ({ events }) => events.join(', ') },
        {
          title: t.active,
          cell: ({ id, url, isActive }) => (
            <input
              type="checkbox"
              aria-label={t.activeOf(url)}
              checked={isActive}
              onChange={(event) => onActive(id, event.target.checked)}
              className="size-6 accent-(--accent)"
            />
          ),
        },
        {
          title: t.delete,
          cell: ({ id, url }) => (
            <Button kind="danger" aria-label={t.deleteOf(url)} onClick={() => onDelete(id)}>
              {t.delete}
            </Button>
          ),
        },
      ]}
    />
  );
}
