import type { Project } from '@alaas/core';
import { useSyncExternalStore } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { taskView } from '../tasks/tasks.ts';
import { Button } from '../ui/button.tsx';
import { messages } from './messages.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { Session } from './session.ts';

interface RefusedProps {
  readonly project: Project;
  readonly outbox: Outbox;
  readonly session: Session;
}

/** Answers that the service did not take, with its reason: each can be corrected or dropped. */
export function Refused({ project, outbox, session }: RefusedProps) {
  const t = useMessages(messages);
  const { Answer } = taskView(project.task);
  const { refused } = useSyncExternalStore(outbox.subscribe, outbox.state);
  if (refused.length === 0) return null;
  return (
    <section
      aria-label={t.refused.title(refused.length)}
      className="max-h-48 shrink-0 overflow-auto border-b border-bad bg-bad-soft px-3 py-2 md:px-5"
    >
      <h2 className="font-semibold">{t.refused.title(refused.length)}</h2>
      <ul className="grid gap-1">
        {refused.map((entry) => (
          <li key={entry.key} className="flex flex-wrap items-center gap-x-3">
            <span className="min-w-0 flex-1 break-words">
              <span dir="auto">{entry.item}</span>{' '}
              {entry.kind === 'answer' && entry.input.value !== undefined ? (
                <Answer labels={project.labels} value={entry.input.value} />
              ) : null}{' '}
              {entry.error?.detail} <span className="font-mono text-sm">{entry.error?.code}</span>
            </span>
            {entry.kind === 'answer' ? (
              <Button
                onClick={() => {
                  session.answerAgain(entry);
                  outbox.drop(entry.key);
                }}
              >
                {t.refused.correct}
              </Button>
            ) : null}
            <Button kind="quiet" onClick={() => outbox.drop(entry.key)}>
              {t.refused.drop}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
