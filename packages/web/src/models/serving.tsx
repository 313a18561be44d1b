import type { ModelVersion } from '@alaas/core';
import { mayAct } from '@alaas/core';
import { Pin, Rocket } from 'lucide-react';
import { useState } from 'react';
import { useRole } from '../app/use-role.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { messages } from './messages.ts';
import { ServeDialog } from './serve-dialog.tsx';

/** The version at work, and whether it is to stay. */
export function Serving({ project, serving }: { readonly project: string; readonly serving: ModelVersion }) {
  const { serving: t } = useMessages(messages);
  const format = useFormat();
  const [isAsking, setIsAsking] = useState(false);
  const isAdmin = mayAct(useRole(project) ?? 'annotator', 'admin');
  const { version, accuracy, labels, isPinned } = serving;
  const Icon = isPinned ? Pin : Rocket;
  return (
    <section
      aria-label={t.title}
      className="flex flex-wrap items-center justify-between gap-4 rounded-xl border border-line bg-surface p-5 md:min-h-32"
    >
      <div className="flex items-start gap-4">
        <span className="rounded-xl bg-model-soft p-3 text-model">
          <Icon aria-hidden size={28} />
        </span>
        <div className="grid gap-0.5">
          <h2 className="text-xl font-semibold">{t.version(String(version))}</h2>
          <p className="tabular-nums">
            {accuracy === null ? t.notMeasured : t.accuracy(format.interval(accuracy))} ·{' '}
            {t.labels(format.count(labels))}
          </p>
          <p className="text-sm text-muted">{isPinned ? t.pinned : t.newest}</p>
        </div>
      </div>
      {isPinned && isAdmin ? <Button onClick={() => setIsAsking(true)}>{t.follow}</Button> : null}
      {isAsking ? (
        <ServeDialog project={project} version="latest" serving={serving} onClose={() => setIsAsking(false)} />
      ) : null}
    </section>
  );
}
