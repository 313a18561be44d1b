import type { Webhook } from '@alaas/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useProjectClient } from '../api/client-context.ts';
import { keys } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { messages as common } from '../ui/messages.ts';
import { Empty } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { messages } from './messages.ts';

interface DeliveriesProps {
  readonly project: string;
  readonly webhook: Webhook;
  onClose(): void;
}

/** Milliseconds between two looks while the dialog is open. */
const lookAgainMs = 3000;

/** What was sent to an address, and what became of it. */
export function Deliveries({ project, webhook, onClose }: DeliveriesProps) {
  const t = useMessages(messages);
  const { loading } = useMessages(common);
  const format = useFormat();
  const { webhooks } = useProjectClient(project);
  const cache = useQueryClient();
  const queryKey = [...keys.project(project), 'webhooks', webhook.id];
  const { data, error } = useQuery({
    queryKey,
    queryFn: ({ signal }) => webhooks.deliveries(webhook.id, { signal }),
    refetchInterval: lookAgainMs,
  });
  const again = useMutation({
    mutationFn: (delivery: string) => webhooks.redeliver(webhook.id, delivery),
    onSettled: () => cache.invalidateQueries({ queryKey }),
  });
  const failure = error ?? again.error;
  return (
    <Dialog title={t.deliveriesOf(webhook.url)} onClose={onClose}>
      <div className="grid gap-3">
        {failure === null ? null : <Problem error={failure} />}
        {data === undefined && error === null ? <ProgressBar label={loading} /> : null}
        {data?.length === 0 ? <Empty>{t.noDeliveries}</Empty> : null}
        {data === undefined || data.length === 0 ? null : (
          <DataTable
            caption={t.deliveries}
            rows={data}
            keyOf={({ id }) => id}
            columns={[
              { title: t.when, cell: ({ createdAt }) => format.time(createdAt) },
              { title: t.what, cell: ({ type }) => <code>{type}</code> },
              {
                title: t.state,
                cell: ({ state, attempts, lastResult }) => (
                  <>
                    {t.states[state]}
                    <span className="block text-muted">
                      {t.attempts(attempts)}
                      {lastResult === undefined ? null : <> · {lastResult}</>}
                    </span>
                  </>
                ),
              },
              {
                title: t.again,
                cell: ({ id, type, state }) =>
                  state === 'waiting' ? null : (
                    <Button aria-label={`${t.again}: ${type}`} onClick={() => again.mutate(id)}>
                      {t.again}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </div>
    </Dialog>
  );
}
