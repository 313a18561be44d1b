import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { messages as common } from '../ui/messages.ts';
import { Problem } from '../ui/problem.tsx';

/** The end of a form: what was wrong with it, and the button. */
export function SaveBar({ error, isBusy }: { readonly error: unknown; readonly isBusy: boolean }) {
  const t = useMessages(common);
  return (
    <div className="grid gap-3">
      {error === null || error === undefined ? null : <Problem error={error} />}
      <div>
        <Button type="submit" kind="primary" isBusy={isBusy}>
          {t.save}
        </Button>
      </div>
    </div>
  );
}
