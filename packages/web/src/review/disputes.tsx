import type { Dispute, Project } from '@alaas/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { nameOf } from '../content/name-of.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { cx } from '../ui/cx.ts';
import { messages as common } from '../ui/messages.ts';
import { Empty } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { DisputeView } from './dispute-view.tsx';
import { messages } from './messages.ts';
import { disputesQuery } from './queries.ts';

/** Disputed records at the left, the one that is looked at beside them. */
export function Disputes({ project, isAdmin }: { readonly project: Project; readonly isAdmin: boolean }) {
  const t = useMessages(messages);
  const wait = useMessages(common).loading;
  const { data: disputes, error, refetch } = useQuery(disputesQuery(useProjectClient(project.id)));
  const [chosen, setChosen] = useState<string>();
  if (disputes === undefined) {
    return error === null ? <ProgressBar label={wait} /> : <Problem error={error} onRetry={() => void refetch()} />;
  }
  const shown = disputes.find(({ item }) => item === chosen) ?? disputes.find((one) => !isDecided(one)) ?? disputes[0];
  // whoever decides on it goes on with it, whatever comes in above it meanwhile
  if (shown !== undefined && shown.item !== chosen) setChosen(shown.item);
  if (shown === undefined) return <Empty>{t.none}</Empty>;
  const next = () => setChosen(disputes.find((one) => one.item !== shown.item && !isDecided(one))?.item);
  return (
    <div className="grid gap-5 md:grid-cols-[16rem_1fr]">
      <nav aria-label={t.queue} className="max-h-[70dvh] overflow-y-auto">
        <ol className="grid gap-1">
          {disputes.map((dispute) => (
            <li key={dispute.item}>
              <button
                type="button"
                aria-current={dispute === shown}
                onClick={() => setChosen(dispute.item)}
                className={cx(
                  'grid w-full cursor-pointer gap-0.5 rounded-lg border p-2 text-left',
                  dispute === shown ? 'border-accent bg-accent-soft' : 'border-line bg-surface hover:border-edge',
                )}
              >
                <span dir="auto" className="line-clamp-2 break-words">
                  {dispute.text ?? nameOf(dispute.uri, dispute.item)}
                </span>
                <span className="text-sm text-muted">{isDecided(dispute) ? t.decided : t.why[dispute.why]}</span>
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <DisputeView key={shown.item} project={project} dispute={shown} isAdmin={isAdmin} onDecided={next} />
    </div>
  );
}

function isDecided({ verdict }: Dispute): boolean {
  return verdict !== undefined;
}
