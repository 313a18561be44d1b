import type { AnswerValue, Dispute, Project } from '@alaas/core';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { taskView } from '../tasks/tasks.ts';
import { Button } from '../ui/button.tsx';
import { messages } from './messages.ts';

interface DisputeAnswersProps {
  readonly project: Project;
  readonly dispute: Dispute;
  /** Makes an answer the verdict, to be decided or changed first. */
  onTake(value: AnswerValue): void;
}

/** What people said about one record, each answer to be taken over, and what follows from all of them. */
export function DisputeAnswers({ project, dispute, onTake }: DisputeAnswersProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const { Answer } = taskView(project.task);
  const shown = { labels: project.labels, project: project.id, item: dispute };
  return (
    <section
      aria-label={t.answers}
      className="grid content-start gap-3 rounded-xl border border-line bg-surface p-4 md:p-5"
    >
      <h2 className="text-lg font-semibold">{t.answers}</h2>
      <ul>
        {dispute.answers.map(({ annotator, value, note, createdAt }) => (
          <li
            key={`${annotator} ${createdAt}`}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 border-t border-line py-1.5 first:border-t-0"
          >
            <div className="grid min-w-0 gap-1">
              <p className="flex flex-wrap items-baseline gap-x-2">
                <span dir="auto" className="min-w-0 font-medium break-words">
                  {annotator}
                </span>
                <time dateTime={createdAt} className="text-xs text-muted">
                  {format.time(createdAt)}
                </time>
              </p>
              <div className="min-w-0">
                <Answer {...shown} value={value} />
              </div>
              {note === undefined ? null : (
                <p dir="auto" className="text-sm break-words text-muted">
                  {t.quoted(note)}
                </p>
              )}
            </div>
            <Button kind="quiet" aria-label={t.takeOf(annotator)} onClick={() => onTake(value)}>
              {t.take}
            </Button>
          </li>
        ))}
      </ul>
      {dispute.consensus === undefined ? (
        <p className="text-sm text-muted">{t.noConsensus}</p>
      ) : (
        <div className="flex flex-wrap items-center gap-2 border-t border-line pt-3 text-sm" title={t.consensusHint}>
          {t.consensus} <Answer {...shown} value={dispute.consensus} />
        </div>
      )}
    </section>
  );
}
