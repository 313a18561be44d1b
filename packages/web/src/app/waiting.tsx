import { useMessages } from '../i18n/use-messages.ts';
import { messages } from '../ui/messages.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';

/** While a page is on its way. */
export function Waiting() {
  const t = useMessages(messages);
  return (
    <div className="p-6">
      <ProgressBar label={t.loading} />
    </div>
  );
}
