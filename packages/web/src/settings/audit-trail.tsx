import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useProjectClient } from '../api/client-context.ts';
import { keys } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { messages as common } from '../ui/messages.ts';
import { Empty, Section } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { membersQuery } from './members-query.ts';
import { messages } from './messages.ts';

const pageSize = 100;

/** Who did what, the newest first. */
export function AuditTrail({ project }: { readonly project: string }) {
  const t = useMessages(messages);
  const wait = useMessages(common).loading;
  const format = useFormat();
  const client = useProjectClient(project);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...keys.progress(project), 'audit'],
    queryFn: ({ signal, pageParam }) =>
      client.audit({ signal, limit: pageSize, ...(pageParam === undefined ? {} : { before: pageParam }) }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.length < pageSize ? undefined : page.at(-1)?.number),
  });
  const { data: members = [] } = useQuery(membersQuery(client));
  // members who have left are known by their ids alone
  const nameOf = (id: string): string =>
    id === 'owner' ? t.roles.owner : (members.find((member) => member.id === id)?.name ?? id);
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <ProgressBar label={wait} />;
  const entries = data.pages.flat();
  return (
    <Section title={t.tabs.history}>
      {entries.length === 0 ? <Empty>{t.noHistory}</Empty> : null}
      <DataTable
        caption={t.tabs.history}
        rows={entries}
        keyOf={({ number }) => number}
        columns={[
          { title: t.when, cell: ({ at }) => format.time(at) },
          { title: t.who, cell: ({ by }) => <span dir="auto">{nameOf(by)}</span> },
          { title: t.what, cell: ({ action }) => <code>{action}</code> },
          { title: t.subject, cell: ({ subject }) => <span className="break-all">{nameOf(subject)}</span> },
        ]}
      />
      {hasNextPage ? (
        <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.more}
        </Button>
      ) : null}
    </Section>
  );
}
