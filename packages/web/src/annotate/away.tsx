import { CloudOff } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { messages } from './messages.ts';
import type { Outbox } from './outbox/outbox.ts';

/** The connection is gone, and all that was in hand is done: what waits is safe, and it goes on by itself. */
export function Away({ outbox, onTry }: { readonly outbox: Outbox; onTry(): void }) {
  const t = useMessages(messages);
  const { waiting } = useSyncExternalStore(outbox.subscribe, outbox.state);
  return (
    <section
      aria-label={t.away.title}
      aria-live="polite"
      className="m-auto grid max-w-xl justify-items-center gap-4 p-4 text-center"
    >
      <span className="grid size-20 place-items-center rounded-full bg-warn-soft text-warn">
        <CloudOff aria-hidden size={40} />
      </span>
      <h2 className="text-2xl font-semibold">{t.away.title}</h2>
      {waiting > 0 ? <p>{t.away.kept(waiting)}</p> : null}
      <p className="text-muted">{t.away.what}</p>
      <Button onClick={onTry}>{t.outbox.now}</Button>
    </section>
  );
}
