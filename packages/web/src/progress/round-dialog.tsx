import type { ProjectRound } from '@alaas/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ContentView } from '../content/content-view.tsx';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { messages } from './messages.ts';
import { ReplayRound } from './replay-round.tsx';
import { roundsMessages } from './rounds-messages.ts';
import { strategyName } from './strategy-name.ts';

/** Items whose contents are asked for when the round is opened. */
const shownFirst = 20;

/** A round: what it followed from, what it chose, and whether it comes out the same again. */
export function RoundDialog(props: { readonly project: string; readonly round: ProjectRound; onClose(): void }) {
  const { project, round, onClose } = props;
  const t = useMessages(roundsMessages);
  return (
    <Dialog title={t.round(String(round.number))} onClose={onClose}>
      <div className="grid gap-4">
        <Origin round={round} />
        <ReplayRound project={project} round={round.number} />
        <div>
          <Link
            to="/projects/$project/pool"
            params={{ project }}
            search={{ round: round.number }}
            className="inline-flex min-h-11 items-center underline underline-offset-4"
          >
            {t.inPool}
          </Link>
        </div>
        <Items project={project} items={round.items} />
      </div>
    </Dialog>
  );
}

function Origin({ round }: { readonly round: ProjectRound }) {
  const t = useMessages(roundsMessages);
  const format = useFormat();
  const facts: readonly (readonly [string, string])[] = [
    [t.at, format.time(round.at)],
    [t.strategy, strategyName(round.strategy)],
    [t.learner, round.learner.type],
    [t.model, round.modelVersion === 0 ? t.noModel : String(round.modelVersion)],
    [t.pool, format.count(round.pool.items)],
    [t.features, round.model.name],
    [t.settings, String(round.version)],
    [t.seed, String(round.seed)],
    [t.digest, round.pool.digest],
  ];
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 break-all">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Items({ project, items }: { readonly project: string; readonly items: ProjectRound['items'] }) {
  const t = useMessages(roundsMessages);
  const { arms, unknown } = useMessages(messages);
  const format = useFormat();
  const [isWhole, setIsWhole] = useState(false);
  return (
    <>
      <DataTable
        caption={t.items}
        rows={isWhole ? items : items.slice(0, shownFirst)}
        keyOf={({ item }) => item}
        columns={[
          {
            title: t.content,
            cell: ({ item }) => <ContentView project={project} item={item} uri={item} isSmall />,
          },
          { title: t.arm, cell: ({ arm }) => arms[arm] },
          {
            title: t.utility,
            isNumber: true,
            cell: ({ utility }) => (utility === undefined ? unknown : format.number(utility)),
          },
        ]}
      />
      {items.length > shownFirst && !isWhole ? (
        <div>
          <Button kind="quiet" onClick={() => setIsWhole(true)}>
            {t.showAll(format.count(items.length))}
          </Button>
        </div>
      ) : null}
    </>
  );
}
