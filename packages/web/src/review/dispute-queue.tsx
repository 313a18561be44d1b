import type { Dispute } from '@alaas/core';
import { CircleCheck } from 'lucide-react';
import { useMessages } from '../i18n/use-messages.ts';
import { itemName } from '../pool/item-name.ts';
import { cx } from '../ui/cx.ts';
import { messages } from './messages.ts';
import { isDecided } from './queue.ts';

interface DisputeQueueProps {
  readonly disputes: readonly Dispute[];
  readonly shown: string;
  onChoose(item: string): void;
}

/** Disputed records, the most doubtful first. */
export function DisputeQueue({ disputes, shown, onChoose }: DisputeQueueProps) {
  const t = useMessages(messages);
  return (
    <nav aria-label={t.queue} className="max-h-[70dvh] overflow-y-auto p-1">
      <ol className="grid gap-1">
        {disputes.map((dispute) => (
          <li key={dispute.item}>
            <button
              type="button"
              aria-current={dispute.item === shown}
              onClick={() => onChoose(dispute.item)}
              className={cx(
                'grid w-full cursor-pointer gap-0.5 rounded-lg border p-2 text-left',
                dispute.item === shown ? 'border-accent bg-accent-soft' : 'border-line bg-surface hover:border-edge',
              )}
            >
              <span dir="auto" className="line-clamp-2 break-words">
                {itemName(dispute)}
              </span>
              <span className="inline-flex items-center gap-1 text-sm text-muted">
                {isDecided(dispute) ? <CircleCheck aria-hidden size={14} className="text-good" /> : null}
                {isDecided(dispute) ? t.decided : t.why[dispute.why]}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
