import type { GoldList, Project } from '@alaas/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { ContentView } from '../content/content-view.tsx';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { itemName } from '../pool/item-name.ts';
import { taskView } from '../tasks/tasks.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { messages as common } from '../ui/messages.ts';
import { Empty } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { messages } from './messages.ts';
import { goldQuery } from './queries.ts';

interface Change {
  readonly gold: GoldList['items'][number];
  readonly isGold: boolean;
}

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
  const undo = useRef<HTMLButtonElement>(null);
  const change = useMutation({
    mutationFn: ({ gold, isGold }: Change) =>
      isGold ? client.setGold([{ item: gold.item, value: gold.value }]) : client.removeGold(gold.item),
    onSuccess: async (_, { isGold }) => {
      await cache.invalidateQueries({ queryKey: query.queryKey });
      // the button that was pressed is gone with its row
      if (!isGold) undo.current?.focus();
    },
  });
  const last = change.isSuccess ? change.variables : undefined;
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <ProgressBar label={wait} />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0 && last === undefined) return <Empty>{t.goldNone}</Empty>;
  return (
    <>
      {change.error === null ? null : <Problem error={change.error} />}
      <div role="status" className="flex flex-wrap items-center gap-3 empty:hidden">
        {last === undefined ? null : (
          <>
            <p>{(last.isGold ? t.isGoldAgain : t.isOrdinary)(itemName(last.gold))}</p>
            {last.isGold ? null : (
              <Button ref={undo} onClick={() => change.mutate({ gold: last.gold, isGold: true })}>
                {t.undo}
              </Button>
            )}
          </>
        )}
      </div>
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
            cell: (gold) => (
              <Button
                aria-label={t.ordinaryOf(itemName(gold))}
                isBusy={change.isPending && change.variables.gold.item === gold.item}
                onClick={() => change.mutate({ gold, isGold: false })}
              >
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
