import { useMessages } from '../../i18n/use-messages.ts';
import { messages } from './messages.ts';

/** How marks are made, for those who open it. */
export function Hint({ children, id }: { readonly children: string; readonly id?: string }) {
  const t = useMessages(messages);
  return (
    <details className="shrink-0 text-sm text-muted">
      <summary className="w-fit cursor-pointer rounded px-1 py-2.5">{t.howTo}</summary>
      <p id={id} className="max-w-prose pb-2">
        {children}
      </p>
    </details>
  );
}
