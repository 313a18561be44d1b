import type { Project, ProjectResponse } from '@alaas/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Flag } from 'lucide-react';
import { useProjectClient } from '../api/client-context.ts';
import { SmallContentView } from '../content/content-view.tsx';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { taskView } from '../tasks/tasks.ts';
import { Button } from '../ui/button.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { messages } from './messages.ts';
import type { Session } from './session.ts';
import { historyKey } from './use-session.ts';

/** Answers of one page: a screen, and a bit. */
const pageSize = 20;

/** What this person has answered, the newest first; each can be opened again. */
export function HistoryPanel({ project, session }: { readonly project: Project; readonly session: Session }) {
  const t = useMessages(messages);
  const client = useProjectClient(project.id);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: historyKey(project.id),
    queryFn: ({ pageParam, signal }) => client.historyPage({ before: pageParam, limit: pageSize, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <ProgressBar label={t.loading} />;
  const responses = data.pages.flatMap((page) => page.responses);
  if (responses.length === 0) return <p className="text-muted">{t.noHistory}</p>;
  return (
    <div className="grid gap-3">
      <p className="text-sm text-muted">{t.historyHint}</p>
      <ol className="grid gap-2">
        {responses.map((response) => (
          <li key={response.id}>
            <Earlier project={project} response={response} onOpen={() => session.correct(response)} />
          </li>
        ))}
      </ol>
      {hasNextPage ? (
        <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.more}
        </Button>
      ) : null}
    </div>
  );
}

function Earlier(props: { readonly project: Project; readonly response: ProjectResponse; onOpen(): void }) {
  const { project, response, onOpen } = props;
  const t = useMessages(messages);
  const format = useFormat();
  const { Answer, SmallItem = SmallContentView } = taskView(project.task);
  const { item, value, status, note, createdAt } = response;
  return (
    <div className="grid gap-1.5 rounded-lg border border-line p-3">
      <SmallItem project={project.id} item={item} uri={item} />
      <div className="flex flex-wrap items-center gap-2">
        {value === undefined || status === 'skipped' ? (
          <span className="text-sm text-muted">{t.skipped}</span>
        ) : (
          <Answer labels={project.labels} value={value} />
        )}
        {note === undefined ? null : (
          <span className="inline-flex min-w-0 items-center gap-1 text-sm" dir="auto">
            <Flag aria-hidden size={14} className="shrink-0" />
            <span className="break-words">{note}</span>
          </span>
        )}
      </div>
      <div className="flex items-center justify-between gap-2">
        <time dateTime={createdAt} className="text-sm text-muted">
          {format.time(createdAt)}
        </time>
        <Button
          onClick={(event) => {
            // the focus goes to the item
            event.currentTarget.blur();
            onOpen();
          }}
          aria-label={t.openEarlier(item)}
        >
          {t.open}
        </Button>
      </div>
    </div>
  );
}
