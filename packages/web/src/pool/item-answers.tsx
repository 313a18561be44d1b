import type { PoolItem, Project } from '@alaas/core';
import { isAlaasError } from '@alaas/core';
import { useQuery } from '@tanstack/react-query';
import { useProjectClient } from '../api/client-context.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { taskView } from '../tasks/tasks.ts';
import { messages as common } from '../ui/messages.ts';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { messages } from './messages.ts';
import { recordQuery } from './pool-queries.ts';

/** Who answered what to an item that was asked. */
export function ItemAnswers({ project, item }: { readonly project: Project; readonly item: PoolItem }) {
  const t = useMessages(messages);
  const wait = useMessages(common).loading;
  const format = useFormat();
  const { Answer } = taskView(project.task);
  const { data, error, refetch } = useQuery(recordQuery(useProjectClient(project.id), item.item));
  // it was given back meanwhile, and is no record any more
  if (isAlaasError(error, 'NOT_FOUND')) return null;
  return (
    <section aria-label={t.answers} className="grid gap-2">
      <h3 className="font-semibold">{t.answers}</h3>
      {error === null ? null : <Problem error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null ? <ProgressBar label={wait} /> : null}
      {data?.responses.length === 0 ? <p className="text-muted">{t.noAnswers}</p> : null}
      {data === undefined || data.responses.length === 0 ? null : (
        <ul className="grid gap-2">
          {data.responses.map(({ id, annotator, value, note, createdAt }) => (
            <li key={id} className="grid gap-1 rounded-lg border border-line p-2">
              <div className="flex flex-wrap items-center justify-between gap-2">
                {value === undefined ? (
                  <span className="text-muted">{t.skipped}</span>
                ) : (
                  <Answer labels={project.labels} value={value} project={project.id} item={data} />
                )}
                <span className="text-sm text-muted">
                  <span dir="auto">{annotator}</span> · {format.time(createdAt)}
                </span>
              </div>
              {note === undefined ? null : (
                <p dir="auto" className="text-sm break-words">
                  {note}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
