import type { PoolItem, Project } from '@alaas/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { ContentView } from '../content/content-view.tsx';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { taskView } from '../tasks/tasks.ts';
import { IconButton } from '../ui/button.tsx';
import { messages as common } from '../ui/messages.ts';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { ItemActions } from './item-actions.tsx';
import { ItemAnswers } from './item-answers.tsx';
import { ItemNeighbours } from './item-neighbours.tsx';
import { messages } from './messages.ts';
import { ModelAnswer } from './model-answer.tsx';
import { signals } from './pool-list.tsx';
import { poolItemQuery } from './pool-queries.ts';
import { StatusChip } from './status-chip.tsx';

interface ItemPanelProps {
  readonly project: Project;
  readonly item: string;
  onMove(item: string): void;
  onClose(): void;
}

/** All of an item, beside the list or the map; on a narrow screen over it. */
export function ItemPanel({ project, item, onMove, onClose }: ItemPanelProps) {
  const t = useMessages(messages);
  const wait = useMessages(common).loading;
  const { data, error, refetch } = useQuery(poolItemQuery(useProjectClient(project.id), item));
  const heading = useRef<HTMLHeadingElement>(null);
  const body = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each item is looked at from its beginning
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    body.current?.scrollTo({ top: 0 });
  }, [item]);
  return (
    <aside
      aria-label={t.item}
      onKeyDown={(event) => {
        // a dialog of the panel closes itself first
        if (event.key === 'Escape' && !(event.target as HTMLElement).closest('dialog')) onClose();
      }}
      className="flex w-96 shrink-0 flex-col border-l border-line bg-surface max-xl:fixed max-xl:inset-y-0 max-xl:right-0 max-xl:z-30 max-xl:w-[min(26rem,100vw)] max-xl:shadow-xl"
    >
      <header className="flex items-center justify-between gap-2 border-b border-line py-0.5 pr-1 pl-4">
        <h2 ref={heading} tabIndex={-1} title={item} className="truncate text-lg font-semibold" dir="auto">
          {item}
        </h2>
        <IconButton label={t.close} icon={<X aria-hidden size={20} />} onClick={onClose} />
      </header>
      <div
        ref={body}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keyboard
        tabIndex={0}
        className="grid min-h-0 flex-1 grid-cols-1 content-start gap-5 overflow-auto p-4"
      >
        {error === null ? null : <Problem error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null ? <ProgressBar label={wait} /> : null}
        {data === null ? <p className="text-muted">{t.gone}</p> : null}
        {data ? (
          <>
            <ContentView
              project={project.id}
              item={data.item}
              uri={data.uri}
              text={data.isWhole ? data.text : undefined}
            />
            <ItemActions key={data.item} project={project} item={data} />
            <Known project={project} item={data} />
            {data.status === 'unlabelled' || data.arm === undefined ? null : (
              <ItemAnswers project={project} item={data} />
            )}
            <ItemNeighbours project={project} item={data.item} onMove={onMove} />
          </>
        ) : null}
      </div>
    </aside>
  );
}

function Known({ project, item }: { readonly project: Project; readonly item: PoolItem }) {
  const t = useMessages(messages);
  const format = useFormat();
  const { Answer } = taskView(project.task);
  const shown = { item: item.item, uri: item.uri, text: item.text };
  const { label, prediction, said, round, arm } = item;
  return (
    <section aria-label={t.known} className="grid gap-2">
      <h3 className="font-semibold">{t.known}</h3>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1.5 [&>dd]:min-w-0 [&>dd]:text-right [&>dt]:text-muted">
        <dt>{t.status}</dt>
        <dd>
          <StatusChip status={item.status} />
        </dd>
        {label === undefined ? null : (
          <>
            <dt>{t.label}</dt>
            <dd>
              <Answer labels={project.labels} value={label} project={project.id} item={shown} />
            </dd>
          </>
        )}
        {prediction === undefined ? null : (
          <>
            <dt>{t.predicted}</dt>
            <dd>
              <ModelAnswer project={project} value={prediction.value} score={prediction.score} />
            </dd>
          </>
        )}
        {said === undefined ? null : (
          <>
            <dt>{t.said}</dt>
            <dd>
              <ModelAnswer project={project} value={said} />
            </dd>
          </>
        )}
        {signals.map((signal) => {
          const value = item.signals[signal];
          return value === undefined ? null : (
            <div key={signal} className="contents [&>dd]:text-right [&>dt]:text-muted">
              <dt>{t.signals[signal]}</dt>
              <dd className="tabular-nums">{format.number(value)}</dd>
            </div>
          );
        })}
        {round === undefined ? null : (
          <>
            <dt>{t.round}</dt>
            <dd className="tabular-nums">
              <Link
                to="/projects/$project/pool"
                params={{ project: project.id }}
                search={{ round, item: item.item }}
                className="inline-block min-w-6 underline underline-offset-4"
              >
                {t.ofRound(format.count(round))}
              </Link>
            </dd>
          </>
        )}
        {arm === undefined ? null : (
          <>
            <dt>{t.arm}</dt>
            <dd>{t.arms[arm]}</dd>
          </>
        )}
        {/* of a text that came inline it says nothing */}
        {item.uri === '' || item.uri.startsWith('inline:') ? null : (
          <>
            <dt>{t.address}</dt>
            <dd className="text-sm break-all">{item.uri}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
