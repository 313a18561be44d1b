import type { Project } from '@alaas/core';
import { useQuery } from '@tanstack/react-query';
import { useProjectClient } from '../api/client-context.ts';
import { ContentView } from '../content/content-view.tsx';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { taskView } from '../tasks/tasks.ts';
import { messages as common } from '../ui/messages.ts';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { itemName } from './item-name.ts';
import { messages } from './messages.ts';
import { neighboursQuery } from './pool-queries.ts';

/** The items nearest to one, each a way to go on. */
export function ItemNeighbours(props: {
  readonly project: Project;
  readonly item: string;
  onMove(item: string): void;
}) {
  const { project, item, onMove } = props;
  const t = useMessages(messages);
  const wait = useMessages(common).loading;
  const format = useFormat();
  const { Answer } = taskView(project.task);
  const { data, error, refetch } = useQuery(neighboursQuery(useProjectClient(project.id), item));
  return (
    <section aria-label={t.neighbours} className="grid gap-2">
      <h3 className="font-semibold">{t.neighbours}</h3>
      {error === null ? null : <Problem error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null ? <ProgressBar label={wait} /> : null}
      {data?.length === 0 ? <p className="text-muted">{t.noNeighbours}</p> : null}
      <ol className="grid gap-2">
        {data?.map((near) => (
          <li
            key={near.item}
            className="relative grid gap-1.5 rounded-lg border border-line p-2.5 hover:border-edge hover:bg-raised"
          >
            <button
              type="button"
              aria-label={t.goTo(itemName(near))}
              onClick={() => onMove(near.item)}
              className="absolute inset-0 cursor-pointer rounded-lg"
            />
            <div className="pointer-events-none relative grid gap-1.5 text-sm [&_button]:pointer-events-auto">
              <ContentView project={project.id} item={near.item} uri={near.uri} text={near.text} isSmall />
              <div className="flex flex-wrap items-center justify-between gap-2">
                {near.label === undefined ? <span /> : <Answer labels={project.labels} value={near.label} />}
                <span className="text-muted tabular-nums">{t.distance(format.number(near.distance))}</span>
              </div>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
