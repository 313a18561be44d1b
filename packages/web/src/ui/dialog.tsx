import { X } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { IconButton } from './button.tsx';
import { messages } from './messages.ts';

/**
 * The browser's own modal dialog: it holds the focus, closes on Escape, and gives the focus back.
 *
 *     {isOpen && <Dialog title={t.keys} onClose={close}>...</Dialog>}
 */
export function Dialog(props: { readonly title: string; readonly children: ReactNode; onClose(): void }) {
  const { title, children, onClose } = props;
  const t = useMessages(messages);
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // before the element leaves the page: one that has left it gives no focus back
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="m-auto max-h-[85dvh] w-[min(40rem,calc(100vw-2rem))] overflow-auto rounded-xl border border-line bg-surface p-5 text-ink shadow-xl"
    >
      <header className="mb-3 flex items-center justify-between gap-4">
        <h2 id={titleId} className="text-lg font-semibold">
          {title}
        </h2>
        <IconButton label={t.close} icon={<X aria-hidden size={20} />} onClick={onClose} />
      </header>
      {children}
    </dialog>
  );
}
