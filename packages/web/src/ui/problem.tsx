import { isAlaasError } from '@alaas/core';
import { CircleAlert } from 'lucide-react';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from './button.tsx';
import { messages } from './messages.ts';

/** What went wrong: its code, and what to do next. */
export function Problem({ error, onRetry }: { readonly error: unknown; onRetry?: () => void }) {
  const t = useMessages(messages);
  const { code, text } = describeError(error, t.unexpected);
  return (
    <div role="alert" className="flex gap-3 rounded-lg border border-bad bg-bad-soft p-4 text-ink">
      <CircleAlert aria-hidden className="mt-0.5 shrink-0 text-bad" size={20} />
      <div className="grid min-w-0 gap-2">
        <p className="break-words">{text}</p>
        <p className="font-mono text-sm">{code}</p>
        {onRetry === undefined ? null : (
          <div>
            <Button onClick={onRetry}>{t.retry}</Button>
          </div>
        )}
      </div>
    </div>
  );
}

/** Code and text of whatever was thrown. */
export function describeError(error: unknown, unexpected: string): { readonly code: string; readonly text: string } {
  if (isAlaasError(error)) return { code: error.code, text: error.message };
  const detail = error instanceof Error ? error.message : String(error);
  return { code: 'INTERNAL', text: `${unexpected} ${detail}` };
}
