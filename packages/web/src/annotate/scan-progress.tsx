import type { Project } from '@alaas/core';
import { useQuery } from '@tanstack/react-query';
import { useProjectClient } from '../api/client-context.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { messages } from './messages.ts';
import { statusQuery } from './status-query.ts';

/** Milliseconds between two looks while the pool is scanned. */
const lookMs = 1000;

/** How much of the pool is ready. */
export function ScanProgress({ project }: { readonly project: Project }) {
  const t = useMessages(messages);
  const format = useFormat();
  const { data } = useQuery({ ...statusQuery(useProjectClient(project.id)), refetchInterval: lookMs });
  return (
    <div className="grid w-full gap-2">
      <ProgressBar label={t.empty.looking} />
      {data === undefined ? null : (
        <p className="text-sm text-muted tabular-nums">{t.empty.ready(format.count(data.pool.ready))}</p>
      )}
    </div>
  );
}
