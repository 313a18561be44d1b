import type { ReactNode } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { cx } from '../ui/cx.ts';
import { messages } from './messages.ts';

/** How the box of an item looks; for a box that does more than to show. */
export const itemBoxClass =
  'min-h-0 min-w-0 flex-1 overflow-auto rounded-xl border-2 border-line bg-surface p-4 focus-visible:border-accent focus-visible:outline-hidden md:max-h-[62dvh] md:px-8 md:py-4';

/**
 * The box of an item above its answers, always of one size: what does not fit scrolls in it, so that the answers stay where
 * they are. It takes the focus when a new item comes up.
 */
export function ItemBox({ children, className }: { readonly children: ReactNode; readonly className?: string }) {
  const t = useMessages(messages);
  return (
    <section
      aria-label={t.item}
      data-item
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keyboard
      tabIndex={0}
      className={cx(itemBoxClass, 'grid [align-content:safe_center]', className)}
    >
      {children}
    </section>
  );
}

/** Item above, answers below: on a phone at its lower edge, where the thumb is. */
export function ItemAndAnswers({ children }: { readonly children: ReactNode }) {
  return <div className="flex h-full min-h-0 flex-col gap-4 md:gap-6">{children}</div>;
}
