import type { ReplayChange } from '@alaas/core';
import { useMutation } from '@tanstack/react-query';
import { CircleCheck, History, TriangleAlert } from 'lucide-react';
import { useProjectClient } from '../api/client-context.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { messages } from './messages.ts';
import { roundsMessages } from './rounds-messages.ts';

/** Makes a round's choice again, and says whether it is the same. */
export function ReplayRound({ project, round }: { readonly project: string; readonly round: number }) {
  const t = useMessages(roundsMessages);
  const client = useProjectClient(project);
  const replay = useMutation({ mutationFn: () => client.replay(round) });
  const { data, error, isPending } = replay;
  return (
    <div className="grid gap-2 rounded-lg border border-line bg-canvas p-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-sm text-sm text-muted">{t.replayHint}</p>
        <Button icon={<History aria-hidden size={18} />} isBusy={isPending} onClick={() => replay.mutate()}>
          {t.replay}
        </Button>
      </div>
      {isPending ? <ProgressBar label={t.replaying} /> : null}
      {error === null ? null : <Problem error={error} />}
      <div aria-live="polite">
        {data === undefined ? null : data.isSame ? (
          <p className="flex items-center gap-2 font-medium text-good">
            <CircleCheck aria-hidden size={20} />
            {t.same}
          </p>
        ) : (
          <>
            <p className="flex items-center gap-2 font-medium text-warn">
              <TriangleAlert aria-hidden size={20} />
              {t.different}
            </p>
            <ul className="list-disc pl-6 text-sm">
              {data.changes.map((change) => (
                <Change key={JSON.stringify(change)} change={change} />
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  );
}

/** One way in which it came out otherwise. */
function Change({ change }: { readonly change: ReplayChange }) {
  const { changes: t, nobody, placed } = useMessages(roundsMessages);
  const { arms, unknown } = useMessages(messages);
  const format = useFormat();
  return (
    <li dir="auto" className="break-words">
      {text()}
    </li>
  );

  function text(): string {
    switch (change.code) {
      case 'fewer-items':
        return t[change.code](format.count(change.items), format.count(change.were));
      case 'other-items':
        return t[change.code](format.count(change.items));
      case 'other-features':
        return t[change.code](change.model);
      case 'no-head':
        return t[change.code](String(change.version));
      case 'other-item':
        return t[change.code](format.count(change.place), change.was ?? nobody, change.is ?? nobody);
      case 'other-utility':
        return t[change.code](change.item, nameOf(change.was), nameOf(change.is));
      case 'more-places':
        return t[change.code](format.count(change.places));
      case 'strategy-failed':
        return t[change.code](change.error);
    }
  }

  function nameOf({ arm, utility }: Placed): string {
    return placed(arms[arm], utility === undefined ? unknown : format.number(utility, 6));
  }
}

type Placed = Extract<ReplayChange, { code: 'other-utility' }>['was'];
