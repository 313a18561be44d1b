import type { PoolStatus } from '@alaas/core';
import { Ban, Check, CircleDashed, CircleDot } from 'lucide-react';
import { useMessages } from '../i18n/use-messages.ts';
import { messages } from './messages.ts';

const icons = { unlabelled: CircleDashed, 'in-progress': CircleDot, completed: Check, excluded: Ban } as const;

/** Where an item stands, as a word with its sign. */
export function StatusChip({ status }: { readonly status: PoolStatus }) {
  const t = useMessages(messages);
  const Icon = icons[status];
  return (
    <span className="inline-flex items-center gap-1.5 text-sm text-muted">
      <Icon aria-hidden size={15} className="shrink-0" />
      {t.statuses[status]}
    </span>
  );
}
