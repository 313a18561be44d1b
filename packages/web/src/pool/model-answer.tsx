import type { AnswerValue, Project } from '@alaas/core';
import { Sparkles } from 'lucide-react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { taskView } from '../tasks/tasks.ts';
import { messages } from './messages.ts';

/** What a model says, tinted as that, with how sure it is. */
export function ModelAnswer(props: {
  readonly project: Project;
  readonly value: AnswerValue;
  readonly score?: number | undefined;
}) {
  const { project, value, score } = props;
  const t = useMessages(messages);
  const format = useFormat();
  const { Answer } = taskView(project.task);
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-1.5 gap-y-0.5">
      <Answer labels={project.labels} value={value} isSuggestion />
      {score === undefined ? null : (
        <span className="inline-flex items-center gap-1 text-sm text-model tabular-nums">
          <Sparkles aria-hidden size={13} />
          <span className="sr-only">{t.score(format.share(score))}</span>
          <span aria-hidden>{format.share(score)}</span>
        </span>
      )}
    </span>
  );
}
