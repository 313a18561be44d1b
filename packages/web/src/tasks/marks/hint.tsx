import { useMessages } from '../../i18n/use-messages.ts';
import { messages } from './messages.ts';

/** How marks are made, for those who open it. */
export function Hint({ children, id }: { readonly children: string; readonly id?: string }) {
  const t = useMessages(messages);
  return (
    <details className="shrink-0 text-sm text-muted">
      <summary className="inline-flex min-h-11 cursor-pointer items-center rounded px-1">{t.howTo}</summary>
      <p id={id} className="max-w-prose pb-2">
        {children}
      </p>
    </details>
  );
}
