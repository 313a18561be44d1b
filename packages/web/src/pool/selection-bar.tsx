import type { AnswerValue, Project } from '@alaas/core';
import { Ban, RotateCcw, Tag, Undo2, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { messages as common } from '../ui/messages.ts';
import { Problem } from '../ui/problem.tsx';
import { AnswerPicker, isSameForMany } from './answer-picker.tsx';
import { messages } from './messages.ts';
import { excludable, includable, type Selection } from './selection.ts';
import { useBulk } from './use-bulk.ts';

/** How many items are selected, what can be done to all of them, and what was done last. */
export function SelectionBar({ project, selection }: { readonly project: Project; readonly selection: Selection }) {
  const t = useMessages(messages);
  const format = useFormat();
  const { mutation, done, dismiss } = useBulk(project.id);
  const [asks, setAsks] = useState<'label' | 'exclude'>();
  const { items } = selection;
  const told = useRef<HTMLDivElement>(null);
  // what was pressed is gone with the selection
  useEffect(() => {
    if (done !== undefined && document.activeElement === document.body) told.current?.focus({ preventScroll: true });
  }, [done]);
  const out = excludable(items);
  const back = includable(items);
  const act = (action: Parameters<typeof mutation.mutate>[0]) =>
    mutation.mutate(action, { onSuccess: () => selection.clear() });
  return (
    <div className="sticky bottom-0 z-20 grid gap-2">
      {items.size === 0 ? null : (
        <section
          aria-label={t.selection}
          className="flex flex-wrap items-center gap-2 rounded-xl border border-accent bg-accent-soft p-2 pl-4 shadow-lg"
        >
          <p role="status" className="mr-auto font-medium tabular-nums">
            {t.selected(format.count(items.size))}
          </p>
          {isSameForMany(project) ? (
            <Button icon={<Tag aria-hidden size={18} />} onClick={() => setAsks('label')} isBusy={mutation.isPending}>
              {t.labelIt}
            </Button>
          ) : (
            <p className="text-sm">{t.noBulk}</p>
          )}
          {out.length === 0 ? null : (
            <Button icon={<Ban aria-hidden size={18} />} onClick={() => setAsks('exclude')} isBusy={mutation.isPending}>
              {t.exclude}
            </Button>
          )}
          {back.length === 0 ? null : (
            <Button
              icon={<RotateCcw aria-hidden size={18} />}
              onClick={() => act({ kind: 'include', items: back })}
              isBusy={mutation.isPending}
            >
              {t.include}
            </Button>
          )}
          <IconButton label={t.unselect} icon={<X aria-hidden size={20} />} onClick={selection.clear} />
        </section>
      )}
      {mutation.error === null ? null : <Problem error={mutation.error} />}
      <div ref={told} role="status" tabIndex={-1} className={done === undefined ? 'sr-only' : 'outline-none'}>
        {done === undefined ? null : (
          <div className="flex flex-wrap items-center gap-2 rounded-xl border border-edge bg-surface p-2 pl-4 shadow-lg">
            <p className="mr-auto break-words">{done.text}</p>
            {done.undo === undefined ? null : (
              <Button
                icon={<Undo2 aria-hidden size={18} />}
                onClick={() => done.undo !== undefined && mutation.mutate(done.undo)}
              >
                {t.undo}
              </Button>
            )}
            <CloseDone onClose={dismiss} />
          </div>
        )}
      </div>
      {asks === 'exclude' ? (
        <Confirm
          title={t.excludeTitle(format.count(out.length))}
          text={t.excludeText(format.count(out.length))}
          action={t.exclude}
          onConfirm={() => act({ kind: 'exclude', items: out })}
          onClose={() => setAsks(undefined)}
        />
      ) : null}
      {asks === 'label' ? (
        <LabelDialog
          project={project}
          count={items.size}
          onLabel={(value) => act({ kind: 'label', items: [...items.keys()], value })}
          onClose={() => setAsks(undefined)}
        />
      ) : null}
    </div>
  );
}

function CloseDone({ onClose }: { onClose(): void }) {
  const t = useMessages(common);
  return <IconButton label={t.close} icon={<X aria-hidden size={20} />} onClick={onClose} />;
}

/** One answer for many items; the button says what it does to how many. */
function LabelDialog(props: {
  readonly project: Project;
  readonly count: number;
  onLabel(value: AnswerValue): void;
  onClose(): void;
}) {
  const { project, count, onLabel, onClose } = props;
  const t = useMessages(messages);
  const format = useFormat();
  const [value, setValue] = useState<AnswerValue>();
  const name = typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') || t.none : undefined;
  return (
    <Dialog title={t.labelTitle(format.count(count))} onClose={onClose}>
      <div className="grid gap-4">
        <p className="text-sm text-muted">{t.bulkHint}</p>
        <AnswerPicker project={project} value={value} onChange={setValue} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button
            kind="primary"
            disabled={value === undefined}
            onClick={() => {
              if (value === undefined) return;
              onLabel(value);
              onClose();
            }}
          >
            {name === undefined ? t.chooseFirst : t.labelAction(format.count(count), name)}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
