import { Link } from '@tanstack/react-router';
import { CircleCheck, PenLine, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { pagesFor } from '../app/pages.ts';
import { useRole } from '../app/use-role.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { answerOf } from './answer.ts';
import { answerMessages } from './answer-messages.ts';
import { LiveState } from './live-state.tsx';
import { messages } from './messages.ts';
import type { ProgressProps } from './progress-page.tsx';
import { Reasons } from './reasons.tsx';
import { useAnswerText } from './use-answer-text.ts';

/** The answer in words: how good, how far, whether to go on. Large enough that live numbers do not move what is below. */
export function AnswerCard({ project, metrics }: ProgressProps) {
  const t = useMessages(answerMessages);
  const { live } = useMessages(messages);
  const answer = answerOf(metrics, project);
  const text = useAnswerText(answer, metrics, project.task);
  const isDone = answer.advice !== 'keep';
  const { error } = metrics.training;
  return (
    <section aria-label={t.title} className="grid gap-4 rounded-xl border border-line bg-surface p-5 md:p-7">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-sm font-medium text-muted">{t.title}</h2>
        <LiveState training={metrics.training} />
      </header>
      <div className="grid content-start gap-2 md:min-h-48">
        <p className="max-w-3xl text-2xl leading-snug font-semibold text-balance md:text-3xl">{text.verdict}</p>
        {text.distance === undefined ? null : <p className="text-lg">{text.distance}</p>}
        {text.hint === undefined ? null : <p className="max-w-prose text-muted">{text.hint}</p>}
      </div>
      <footer className="flex flex-wrap items-start gap-x-6 gap-y-3 md:min-h-22">
        <Verdict isDone={isDone}>{isDone ? t.stop : metrics.pool.responses === 0 ? t.begin : t.keep}</Verdict>
        <Reasons answer={answer} parts={metrics.stop.parts} />
        <Ways project={project.id} isDone={isDone} isTargetMissing={answer.distance.kind === 'no-target'} />
      </footer>
      {error === null ? null : (
        <p className="flex gap-2 rounded-lg border border-warn bg-warn-soft p-3">
          <TriangleAlert aria-hidden size={20} className="mt-0.5 shrink-0 text-warn" />
          <span className="min-w-0 break-words">
            {live.failed} <span dir="auto">{error.detail}</span> <code className="font-mono text-sm">{error.code}</code>
          </span>
        </p>
      )}
    </section>
  );
}

function Verdict({ isDone, children }: { readonly isDone: boolean; readonly children: ReactNode }) {
  const Icon = isDone ? CircleCheck : PenLine;
  return (
    <p
      aria-live="polite"
      className={
        isDone
          ? 'inline-flex min-h-11 items-center gap-2 rounded-lg bg-good-soft px-4 font-semibold text-good'
          : 'inline-flex min-h-11 items-center gap-2 rounded-lg bg-accent-soft px-4 font-semibold text-ink'
      }
    >
      <Icon aria-hidden size={20} />
      {children}
    </p>
  );
}

/** Where to go from here. */
function Ways({
  project,
  isDone,
  isTargetMissing,
}: {
  readonly project: string;
  readonly isDone: boolean;
  readonly isTargetMissing: boolean;
}) {
  const t = useMessages(answerMessages);
  const pages = pagesFor(useRole(project) ?? 'annotator').map(({ id }) => id);
  const link = 'inline-flex min-h-11 items-center underline underline-offset-4';
  return (
    <div className="flex flex-wrap gap-x-6 md:ml-auto">
      {isTargetMissing && pages.includes('settings') ? (
        <Link to="/projects/$project/settings" params={{ project }} className={link}>
          {t.settings}
        </Link>
      ) : null}
      {isDone ? null : (
        <Link to="/projects/$project/annotate" params={{ project }} className={link}>
          {t.label}
        </Link>
      )}
    </div>
  );
}
