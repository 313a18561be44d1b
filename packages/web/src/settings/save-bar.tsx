import { useBlocker } from '@tanstack/react-router';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { messages as common } from '../ui/messages.ts';
import { Problem } from '../ui/problem.tsx';
import { messages } from './messages.ts';

interface SaveBarProps {
  readonly error: unknown;
  readonly isBusy: boolean;
  /** Whether there is something to save; then leaving asks first. */
  readonly isChanged: boolean;
}

/** The end of a form, always in view: what was wrong with it, and the button. */
export function SaveBar({ error, isBusy, isChanged }: SaveBarProps) {
  const t = useMessages(messages);
  const { save } = useMessages(common);
  const leaving = useBlocker({
    shouldBlockFn: () => isChanged,
    enableBeforeUnload: () => isChanged,
    withResolver: true,
  });
  return (
    <div className="sticky bottom-0 z-10 -mx-4 grid gap-3 border-t border-line bg-canvas px-4 py-3 md:-mx-6 md:px-6">
      {error === null || error === undefined ? null : <Problem error={error} />}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" kind="primary" isBusy={isBusy} disabled={!isChanged}>
          {save}
        </Button>
        <p role="status" className="text-muted">
          {isChanged ? t.unsaved : null}
        </p>
      </div>
      {leaving.status === 'blocked' ? (
        <Confirm
          title={t.leaveTitle}
          text={t.leaveText}
          action={t.leave}
          onConfirm={leaving.proceed}
          onClose={leaving.reset}
        />
      ) : null}
    </div>
  );
}
