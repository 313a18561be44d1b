import { Check, CloudOff, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { messages } from './messages.ts';
import type { Outbox } from './outbox/outbox.ts';

/** Milliseconds that sending may take before it is worth a word. */
const slowMs = 1500;
/** Milliseconds that the page says that all are sent. */
const saidMs = 5000;

interface OutboxNoticeProps {
  readonly outbox: Outbox;
  /** Cards that there are to go on with. */
  readonly inHand: number;
  /** The page says it in large already. */
  readonly isSaid: boolean;
}

/**
 * What waits to be sent, as soon as that is not a matter of a moment, and when it is sent. It lies over the line above the
 * card, so that nothing moves when it comes and goes.
 */
export function OutboxNotice({ outbox, inHand, isSaid }: OutboxNoticeProps) {
  const t = useMessages(messages);
  const { waiting, status, error, isKept } = useSyncExternalStore(outbox.subscribe, outbox.state);
  const isSlow = useIsLong(waiting > 0, slowMs);
  const isTroubled = status === 'late' || status === 'blocked';
  const isShown = waiting > 0 && (isTroubled || isSlow);
  const sent = useSent(waiting, isShown);
  return (
    <div aria-live="polite" className="absolute inset-x-0 top-0 z-10 grid md:right-56">
      {isShown && !(isSaid && status !== 'blocked') ? (
        <div className="flex min-h-11 items-center gap-x-3 border-b border-warn bg-warn-soft px-3 md:px-5">
          <CloudOff aria-hidden size={18} className="shrink-0 text-warn" />
          <span className="flex-1">
            {t.outbox.waiting(waiting)}{' '}
            {isTroubled ? (status === 'late' ? t.outbox.late(inHand) : error?.message) : null}
            {status === 'blocked' ? <span className="ml-2 font-mono text-sm">{error?.code}</span> : null}
          </span>
          {isTroubled ? (
            <Button kind="quiet" className="shrink-0" onClick={() => outbox.retry()}>
              {t.outbox.now}
            </Button>
          ) : null}
        </div>
      ) : null}
      {sent > 0 && !isShown ? (
        <p className="flex min-h-11 items-center gap-3 border-b border-good bg-good-soft px-3 md:px-5">
          <Check aria-hidden size={18} className="shrink-0 text-good" />
          {t.outbox.sent(sent)}
        </p>
      ) : null}
      {waiting > 0 && !isKept ? (
        <p className="flex items-center gap-3 border-b border-bad bg-bad-soft px-3 py-2 md:px-5">
          <TriangleAlert aria-hidden size={18} className="shrink-0 text-bad" />
          {t.outbox.notKept}
        </p>
      ) : null}
    </div>
  );
}

/** How many that were said to wait are sent now: for a while, then 0. */
function useSent(waiting: number, isShown: boolean): number {
  const most = useRef(0);
  const [sent, setSent] = useState(0);
  useEffect(() => {
    if (isShown) most.current = Math.max(most.current, waiting);
    if (waiting > 0 || most.current === 0) return;
    setSent(most.current);
    most.current = 0;
  }, [waiting, isShown]);
  useEffect(() => {
    if (sent === 0) return;
    const timer = setTimeout(() => setSent(0), saidMs);
    return () => clearTimeout(timer);
  }, [sent]);
  return sent;
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
