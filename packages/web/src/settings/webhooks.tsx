import { type ProjectEventType, projectEventTypes, type Webhook } from '@alaas/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { keys } from '../api/queries.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { messages as common } from '../ui/messages.ts';
import { Empty, Section } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Deliveries } from './deliveries.tsx';
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
  const [events, setEvents] = useState<readonly ProjectEventType[]>(projectEventTypes);
  const [leaving, setLeaving] = useState<Webhook>();
  const [looking, setLooking] = useState<Webhook>();
  const reload = () => cache.invalidateQueries({ queryKey });
  const add = useMutation({
    mutationFn: () => webhooks.create({ url: url.trim(), events }),
    onSuccess: async (made) => {
      setUrl('');
      setEvents(projectEventTypes);
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
          onDelete={setLeaving}
          onLook={setLooking}
        />
      )}
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <TextField
          label={t.url}
          className="min-w-0 max-w-2xl"
          type="url"
          required
          placeholder="https://example.org/hook"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
        <EventChoice events={events} onChange={setEvents} />
        <div>
          <Button
            type="submit"
            kind="primary"
            isBusy={add.isPending}
            disabled={url.trim() === '' || events.length === 0}
          >
            {t.addWebhook}
          </Button>
        </div>
      </form>
      {looking === undefined ? null : (
        <Deliveries project={project} webhook={looking} onClose={() => setLooking(undefined)} />
      )}
      {leaving === undefined ? null : (
        <Confirm
          title={t.deleteOf(leaving.url)}
          text={t.deleteSure}
          action={t.delete}
          onConfirm={() => remove.mutate(leaving.id)}
          onClose={() => setLeaving(undefined)}
        />
      )}
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

interface EventChoiceProps {
  readonly events: readonly ProjectEventType[];
  onChange(events: readonly ProjectEventType[]): void;
}

/** What an address is called for; all of it, unless somebody looks. */
function EventChoice({ events, onChange }: EventChoiceProps) {
  const t = useMessages(messages);
  return (
    <details className="max-w-2xl rounded-lg border border-line p-3">
      <summary className="min-h-11 cursor-pointer content-center font-medium">
        {t.eventsOf(events.length, projectEventTypes.length)}
      </summary>
      <div className="grid sm:grid-cols-2">
        {projectEventTypes.map((type) => (
          <label key={type} className="flex min-h-11 cursor-pointer items-center gap-3">
            <input
              type="checkbox"
              checked={events.includes(type)}
              onChange={({ target }) =>
                onChange(projectEventTypes.filter((one) => (one === type ? target.checked : events.includes(one))))
              }
              className="size-5 accent-(--accent)"
            />
            <code>{type}</code>
          </label>
        ))}
      </div>
    </details>
  );
}

interface WebhookTableProps {
  readonly webhooks: readonly Webhook[];
  onActive(id: string, isActive: boolean): void;
  onDelete(webhook: Webhook): void;
  /** At its deliveries. */
  onLook(webhook: Webhook): void;
}

function WebhookTable({ webhooks, onActive, onDelete, onLook }: WebhookTableProps) {
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
              <span className="block min-w-48 break-all">{url}</span>
              {detail === undefined ? null : <span className="block text-sm text-bad">{detail}</span>}
            </>
          ),
        },
        {
          title: t.events,
          cell: ({ events }) => (events.length === projectEventTypes.length ? t.allEvents : events.join(', ')),
        },
        {
          title: t.deliveries,
          cell: (webhook) => (
            <Button aria-label={t.deliveriesOf(webhook.url)} onClick={() => onLook(webhook)}>
              {t.deliveries}
            </Button>
          ),
        },
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
          cell: (webhook) => (
            <Button kind="danger" aria-label={t.deleteOf(webhook.url)} onClick={() => onDelete(webhook)}>
              {t.delete}
            </Button>
          ),
        },
      ]}
    />
  );
}
