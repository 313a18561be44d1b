import { useMutation } from '@tanstack/react-query';
import { CircleCheck, History, TriangleAlert } from 'lucide-react';
import { useProjectClient } from '../api/client-context.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { messages } from './messages.ts';

/** Makes a round's choice again, and says whether it is the same. */
export function ReplayRound({ project, round }: { readonly project: string; readonly round: number }) {
  const { rounds: t } = useMessages(messages);
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
            <ul lang="en" className="list-disc pl-6 text-sm">
              {data.differences.map((difference) => (
                <li key={difference} className="break-words">
                  {difference}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  );
}
