import type { Dispute, Project } from '@alaas/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { itemName } from '../pool/item-name.ts';
import { messages as common } from '../ui/messages.ts';
import { Empty } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { DisputeQueue } from './dispute-queue.tsx';
import { DisputeView } from './dispute-view.tsx';
import { messages } from './messages.ts';
import { disputesQuery, mostDisputes } from './queries.ts';
import { firstOf, isDecided, nextOf } from './queue.ts';

/** The record that is looked at, and those that wait: beside it, on a narrow screen below it. */
export function Disputes({ project, isAdmin }: { readonly project: Project; readonly isAdmin: boolean }) {
  const t = useMessages(messages);
  const wait = useMessages(common).loading;
  const format = useFormat();
  const { data: disputes, error, refetch } = useQuery(disputesQuery(useProjectClient(project.id)));
  const [chosen, setChosen] = useState<string>();
  /** Whether the one that is looked at came by itself, after another one. */
  const [isNext, setIsNext] = useState(false);
  const [decided, setDecided] = useState<Dispute>();
  const state = useRef<HTMLParagraphElement>(null);
  const left = disputes?.filter((one) => !isDecided(one)).length;
  // the last one is decided: the focus does not stay on a button that has done its work
  useEffect(() => {
    if (left === 0 && isNext) state.current?.focus();
  }, [left, isNext]);
  if (disputes === undefined || left === undefined) {
    return error === null ? <ProgressBar label={wait} /> : <Problem error={error} onRetry={() => void refetch()} />;
  }
  const shown = disputes.find(({ item }) => item === chosen) ?? firstOf(disputes);
  if (shown === undefined) return <Empty>{t.none}</Empty>;
  // answers come in meanwhile, and reorder the list: what somebody looks at stays
  if (shown.item !== chosen) setChosen(shown.item);
  const next = () => {
    setIsNext(true);
    setChosen(nextOf(disputes, shown.item)?.item ?? shown.item);
  };
  return (
    <>
      <p ref={state} role="status" tabIndex={-1} className="text-sm text-muted tabular-nums">
        {decided === undefined ? '' : `${t.decidedOn(itemName(decided))} `}
        {left === 0 ? t.allDecided : (disputes.length < mostDisputes ? t.left : t.leftOrMore)(format.count(left))}
      </p>
      <div className="grid grid-cols-1 items-start gap-5 md:grid-cols-[14rem_minmax(0,1fr)]">
        <DisputeView
          key={shown.item}
          project={project}
          dispute={shown}
          isAdmin={isAdmin}
          takesFocus={isNext}
          onDecided={() => {
            setDecided(shown);
            next();
          }}
          onSkip={next}
        />
        <div className="md:-order-1">
          <DisputeQueue
            disputes={disputes}
            shown={shown.item}
            onChoose={(item) => {
              setIsNext(false);
              setChosen(item);
            }}
          />
        </div>
      </div>
    </>
  );
}
