import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { IconButton } from './button.tsx';
import { messages } from './messages.ts';
import { useToasts } from './toasts.tsx';

/** Milliseconds for which the button says that it was pressed. */
const shownMs = 2000;

/** A line for a terminal, with a button that copies it. */
export function CodeLine({ title, code }: { readonly title: string; readonly code: string }) {
  const t = useMessages(messages);
  const { say, warn } = useToasts();
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = () => {
    // a page that came without encryption from another machine has no clipboard
    const copied = navigator.clipboard?.writeText(code) ?? Promise.reject(new Error(t.copyByHand));
    copied.then(
      () => {
        setIsCopied(true);
        say(t.copied);
      },
      () => warn(t.copyByHand),
    );
  };
  return (
    <div className="grid grid-cols-1 gap-1">
      <h3 className="text-sm font-medium">{title}</h3>
      <div className="flex items-start gap-1 rounded-lg border border-line bg-canvas">
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keyboard
          tabIndex={0}
          className="min-w-0 flex-1 overflow-x-auto p-3 font-mono text-sm whitespace-pre"
        >
          <code>{code}</code>
        </pre>
        <IconButton
          label={`${t.copy}: ${title}`}
          icon={isCopied ? <Check aria-hidden size={18} /> : <Copy aria-hidden size={18} />}
          onClick={copy}
        />
      </div>
    </div>
  );
}
