import { useMessages } from '../i18n/use-messages.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { messages } from './messages.ts';

interface ConfirmProps {
  readonly title: string;
  /** What is lost. */
  readonly text: string;
  /** On the button that does it. */
  readonly action: string;
  onConfirm(): void;
  onClose(): void;
}

/** Asks before something is done that cannot be undone. */
export function Confirm({ title, text, action, onConfirm, onClose }: ConfirmProps) {
  const t = useMessages(messages);
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="grid gap-4">
        <p>{text}</p>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button
            kind="danger"
            onClick={() => {
              onConfirm();
              onClose();
            }}
          >
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
