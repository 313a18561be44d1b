import { isAlaasError } from '@alaas/core';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { messages as common } from '../ui/messages.ts';
import { Empty } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { messages } from './messages.ts';

/** What went wrong with reading the pool. That there is nothing in it yet is no fault. */
export function PoolProblem({ error, onRetry }: { readonly error: unknown; onRetry(): void }) {
  const t = useMessages(messages);
  const { retry } = useMessages(common);
  if (error === null) return null;
  if (!isAlaasError(error, 'NOT_READY')) return <Problem error={error} onRetry={onRetry} />;
  return <Empty action={<Button onClick={onRetry}>{retry}</Button>}>{t.emptyPool}</Empty>;
}
