import { useEffect, useState } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { messages } from './messages.ts';

/** When it is looked again. Not told to screen readers second by second. */
export function Countdown({ seconds }: { readonly seconds: number }) {
  const t = useMessages(messages);
  const format = useFormat();
  const [left, setLeft] = useState(Math.ceil(seconds));
  useEffect(() => {
    const timer = setInterval(() => setLeft((now) => Math.max(0, now - 1)), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <p aria-hidden className="text-sm text-muted tabular-nums">
      {t.empty.again(format.duration(left * 1000))}
    </p>
  );
}
