import { CloudOff, TriangleAlert } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { messages } from './messages.ts';
import type { Outbox } from './outbox/outbox.ts';

/** Milliseconds that sending may take before it is worth a word. */
const slowMs = 1500;

/** What waits to be sent, as soon as that is not a matter of a moment. */
export function OutboxNotice({ outbox }: { readonly outbox: Outbox }) {
  const t = useMessages(messages);
  const out = useSyncExternalStore(outbox.subscribe, outbox.state);
  const isSlow = useIsLong(out.waiting > 0, slowMs);
  const { waiting, status, error, isKept } = out;
  const isTroubled = status === 'late' || status === 'blocked';
  const isShown = waiting > 0 && (isTroubled || isSlow);
  return (
    <div aria-live="polite" className="shrink-0">
      {isShown ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-warn bg-warn-soft px-3 py-1 md:px-5">
          <CloudOff aria-hidden size={18} className="text-warn" />
          <span className="flex-1">
            {t.outbox.waiting(waiting)} {isTroubled ? (status === 'late' ? t.outbox.late : error?.message) : null}
            {status === 'blocked' ? <span className="ml-2 font-mono text-sm">{error?.code}</span> : null}
          </span>
          {isTroubled ? <Button onClick={() => outbox.retry()}>{t.outbox.now}</Button> : null}
        </div>
      ) : null}
      {waiting > 0 && !isKept ? (
        <p className="flex items-center gap-3 border-b border-bad bg-bad-soft px-3 py-2 md:px-5">
          <TriangleAlert aria-hidden size={18} className="text-bad" />
          {t.outbox.notKept}
        </p>
      ) : null}
    </div>
  );
}

/** Whether something has been true for a while. */
function useIsLong(isTrue: boolean, ms: number): boolean {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    if (!isTrue) return;
    const timer = setTimeout(() => setIsLong(true), ms);
    return () => {
      clearTimeout(timer);
      setIsLong(false);
    };
  }, [isTrue, ms]);
  return isTrue && isLong;
}
