import type { Project } from '@alaas/core';
import { useQuery } from '@tanstack/react-query';
import { useClient, useProjectClient } from '../api/client-context.ts';
import { keys, strategiesQuery } from '../api/queries.ts';
import { SmallContentView } from '../content/content-view.tsx';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { taskView } from '../tasks/tasks.ts';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import type { Card } from './card.ts';
import { messages } from './messages.ts';

/** Neighbours that are shown. */
const shown = 5;

/** Why this item is asked, and what is known around it. */
export function WhyPanel({ project, card }: { readonly project: Project; readonly card: Card }) {
  const t = useMessages(messages);
  const format = useFormat();
  const { data: strategies } = useQuery(strategiesQuery(useClient()));
  const { arm, strategy, utility, round, modelVersion } = card.reason;
  const known = strategies?.find(({ id }) => id === strategy);
  const isByStrategy = arm === 'strategy';
  const rows = [
    ...(isByStrategy ? [[t.why.strategy, known?.title ?? asTitle(strategy)]] : []),
    ...(utility === undefined ? [] : [[t.why.utility, format.number(utility)]]),
    ...(round === undefined ? [] : [[t.why.round, format.count(round)]]),
    ...(modelVersion === undefined
      ? []
      : [[t.why.model, modelVersion === 0 ? t.model.none : t.model.version(modelVersion)]]),
  ] as const;
  return (
    <div className="grid gap-5">
      <section aria-label={t.why.reason} className="grid gap-2">
        <p>{t.why.arms[arm]}</p>
        {isByStrategy && known !== undefined ? <p className="text-sm text-muted">{known.summary}</p> : null}
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          {rows.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="text-right tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
        {utility === undefined ? null : <p className="text-sm text-muted">{t.why.utilityHint}</p>}
      </section>
      <section aria-label={t.why.neighbours} className="grid gap-2">
        <h3 className="font-semibold">{t.why.neighbours}</h3>
        <Neighbours project={project} item={card.item} />
      </section>
    </div>
  );
}

/** `margin-confidence` as people write it. */
function asTitle(id: string): string {
  const words = id.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function Neighbours({ project, item }: { readonly project: Project; readonly item: string }) {
  const t = useMessages(messages);
  const format = useFormat();
  const client = useProjectClient(project.id);
  const { Answer, SmallItem = SmallContentView } = taskView(project.task);
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.progress(project.id), 'neighbours', item],
    queryFn: ({ signal }) => client.pool.neighbours(item, { n: shown, labelled: true, signal }),
  });
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <ProgressBar label={t.loading} />;
  if (data.length === 0) return <p className="text-muted">{t.why.noNeighbours}</p>;
  return (
    <ol className="grid gap-2">
      {data.map(({ item: neighbour, uri, text, similarity, label }) => (
        <li key={neighbour} className="grid gap-1.5 rounded-lg border border-line p-3">
          <SmallItem project={project.id} item={neighbour} uri={uri} text={text} />
          <div className="flex flex-wrap items-center justify-between gap-2">
            {label === undefined ? null : <Answer labels={project.labels} value={label} />}
            <span className="text-sm text-muted tabular-nums">{t.why.similarity(format.number(similarity, 2))}</span>
          </div>
        </li>
      ))}
    </ol>
  );
}
