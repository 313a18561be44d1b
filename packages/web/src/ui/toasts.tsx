import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { cx } from './cx.ts';
import { messages } from './messages.ts';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly isBad: boolean;
}

interface Toasts {
  /** Says something for a few seconds; screen readers say it when they have a moment. */
  say(text: string): void;
  /** The same for what went wrong; it is said at once. */
  warn(text: string): void;
}

const ToastContext = createContext<Toasts>({ say: () => undefined, warn: () => undefined });

/** Milliseconds that a toast stays: long enough to read a sentence twice. */
const stayMs = 6000;

export function useToasts(): Toasts {
  return useContext(ToastContext);
}

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const t = useMessages(messages);
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const last = useRef(0);
  const add = useCallback((text: string, isBad: boolean) => {
    const id = ++last.current;
    setToasts((now) => [...now.slice(-2), { id, text, isBad }]);
    setTimeout(() => setToasts((now) => now.filter((toast) => toast.id !== id)), stayMs);
  }, []);
  const value = useMemo(
    () => ({ say: (text: string) => add(text, false), warn: (text: string) => add(text, true) }),
    [add],
  );
  return (
    <ToastContext value={value}>
      {children}
      <section
        aria-label={t.notifications}
        className="pointer-events-none fixed inset-x-0 bottom-20 z-50 max-md:bottom-32 mx-auto grid w-fit max-w-[calc(100vw-2rem)] gap-2"
      >
        <Region toasts={toasts.filter((toast) => !toast.isBad)} politeness="polite" />
        <Region toasts={toasts.filter((toast) => toast.isBad)} politeness="assertive" />
      </section>
    </ToastContext>
  );
}

function Region({
  toasts,
  politeness,
}: {
  readonly toasts: readonly Toast[];
  readonly politeness: 'polite' | 'assertive';
}) {
  return (
    <div aria-live={politeness} className="grid gap-2">
      {toasts.map(({ id, text, isBad }) => (
        <p
          key={id}
          className={cx(
            'rounded-lg border px-4 py-2 shadow-lg',
            isBad ? 'border-bad bg-bad-soft' : 'border-line bg-raised',
          )}
        >
          {text}
        </p>
      ))}
    </div>
  );
}
