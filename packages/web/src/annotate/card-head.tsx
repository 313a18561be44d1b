import { History, Undo2 } from 'lucide-react';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import type { Card } from './card.ts';
import { messages } from './messages.ts';

/** Says of a card that it was answered before, and what that means. */
export function CardHead({ card, onPutAside }: { readonly card: Card; onPutAside(): void }) {
  const t = useMessages(messages);
  if (card.kind === 'fresh') return null;
  const isCorrection = card.kind === 'correction';
  const Icon = isCorrection ? History : Undo2;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 rounded-lg bg-raised px-3 py-1 text-sm">
      <Icon aria-hidden size={16} />
      <span className="flex-1">{isCorrection ? t.correcting : t.takenBack}</span>
      {isCorrection ? <Button onClick={onPutAside}>{t.putAside}</Button> : null}
    </div>
  );
}
