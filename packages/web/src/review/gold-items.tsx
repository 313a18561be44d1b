import type { Project } from '@alaas/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useProjectClient } from '../api/client-context.ts';
import { ContentView } from '../content/content-view.tsx';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { taskView } from '../tasks/tasks.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { messages as common } from '../ui/messages.ts';
import { Empty } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { messages } from './messages.ts';
import { goldQuery } from './queries.ts';

/** Items with known answers, on which annotators are measured. */
export function GoldItems({ project }: { readonly project: Project }) {
  const t = useMessages(messages);
  const wait = useMessages(common).loading;
  const format = useFormat();
  const client = useProjectClient(project.id);
  const cache = useQueryClient();
  const { Answer } = taskView(project.task);
  const query = goldQuery(client);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(query);
  const remove = useMutation({
    mutationFn: (item: string) => client.removeGold(item),
    onSuccess: () => cache.invalidateQueries({ queryKey: query.queryKey }),
  });
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <ProgressBar label={wait} />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <Empty>{t.goldNone}</Empty>;
  return (
    <>
      {remove.error === null ? null : <Problem error={remove.error} />}
      <DataTable
        caption={t.goldCaption}
        rows={items}
        keyOf={({ item }) => item}
        columns={[
          { title: t.item, cell: (gold) => <ContentView project={project.id} isSmall {...gold} /> },
          { title: t.truth, cell: ({ value }) => <Answer labels={project.labels} value={value} /> },
          { title: t.given, isNumber: true, cell: ({ answers }) => format.count(answers) },
          {
            title: t.ordinary,
            cell: ({ item }) => (
              <Button aria-label={t.ordinaryOf(item)} isBusy={remove.isPending} onClick={() => remove.mutate(item)}>
                {t.ordinary}
              </Button>
            ),
          },
        ]}
      />
      {hasNextPage ? (
        <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.more}
        </Button>
      ) : null}
    </>
  );
}
