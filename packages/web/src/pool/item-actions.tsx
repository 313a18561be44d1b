import type { AnswerValue, PoolItem, Project } from '@alaas/core';
import { Ban, RotateCcw, Tag } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { messages as common } from '../ui/messages.ts';
import { Problem } from '../ui/problem.tsx';
import { useToasts } from '../ui/toasts.tsx';
import { AnswerPicker, isSameForMany } from './answer-picker.tsx';
import { messages } from './messages.ts';
import { useBulk } from './use-bulk.ts';
import { useVerdict } from './use-verdict.ts';

/** What can be done to one item: label it, take it out of the pool, put it back. */
export function ItemActions({ project, item }: { readonly project: Project; readonly item: PoolItem }) {
  const t = useMessages(messages);
  const { mutation, done } = useBulk(project.id);
  const [isLabelling, setIsLabelling] = useState(false);
  const isOut = item.status === 'excluded';
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-2">
        {isOut || !isSameForMany(project) ? null : (
          <Button icon={<Tag aria-hidden size={18} />} onClick={() => setIsLabelling(true)}>
            {item.label === undefined ? t.labelIt : t.changeLabel}
          </Button>
        )}
        <Button
          icon={isOut ? <RotateCcw aria-hidden size={18} /> : <Ban aria-hidden size={18} />}
          isBusy={mutation.isPending}
          onClick={() => mutation.mutate({ kind: isOut ? 'include' : 'exclude', items: [item.item] })}
        >
          {isOut ? t.include : t.exclude}
        </Button>
      </div>
      {mutation.error === null ? null : <Problem error={mutation.error} />}
      <p role="status" className="text-sm text-muted empty:hidden">
        {done?.text}
      </p>
      {isLabelling ? <LabelOne project={project} item={item} onClose={() => setIsLabelling(false)} /> : null}
    </div>
  );
}

/** An answer to an item that has none yet; a verdict on one that has. */
function LabelOne(props: { readonly project: Project; readonly item: PoolItem; onClose(): void }) {
  const { project, item, onClose } = props;
  const t = useMessages(messages);
  const save = useMessages(common).save;
  const { say } = useToasts();
  const [value, setValue] = useState<AnswerValue | undefined>(item.label);
  const hasAnswers = item.label !== undefined || item.status === 'completed';
  const verdict = useVerdict(project.id, () => {
    say(t.decided);
    onClose();
  });
  const bulk = useBulk(project.id);
  const isBad = bulk.done?.isBad === true;
  const give = (given: AnswerValue) => {
    if (hasAnswers) {
      verdict.mutate({ item: item.item, value: given });
      return;
    }
    bulk.mutation.mutate(
      { kind: 'label', items: [item.item], value: given },
      {
        onSuccess: ({ failed }) => {
          if (failed.length > 0) return;
          say(t.labelled('1'));
          onClose();
        },
      },
    );
  };
  const error = verdict.error ?? bulk.mutation.error;
  return (
    <Dialog title={t.labelOne} onClose={onClose}>
      <div className="grid gap-4">
        <p className="text-sm text-muted">{hasAnswers ? t.verdictHint : t.oneHint}</p>
        <AnswerPicker project={project} value={value} onChange={setValue} />
        {error === null ? null : <Problem error={error} />}
        {isBad ? <p role="alert">{bulk.done?.text}</p> : null}
        <div className="flex justify-end">
          <Button
            kind="primary"
            disabled={value === undefined}
            isBusy={verdict.isPending || bulk.mutation.isPending}
            onClick={() => value !== undefined && give(value)}
          >
            {save}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
