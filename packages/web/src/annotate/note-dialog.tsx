import { type SubmitEvent, useState } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextAreaField } from '../ui/field.tsx';
import { messages } from './messages.ts';

interface NoteDialogProps {
  readonly note: string | undefined;
  onClose(): void;
  /** The note goes with the answer. @param note undefined: none after all */
  onKeep(note: string | undefined): void;
  /** The note goes out now, and the card to somebody else. */
  onSkip(note: string): void;
}

/** A comment on the item, which flags it for a reviewer. */
export function NoteDialog({ note, onClose, onKeep, onSkip }: NoteDialogProps) {
  const t = useMessages(messages);
  const [text, setText] = useState(note ?? '');
  const trimmed = text.trim();
  const keep = (event: SubmitEvent) => {
    event.preventDefault();
    onKeep(trimmed === '' ? undefined : trimmed);
  };
  return (
    <Dialog title={t.note.title} onClose={onClose}>
      <form onSubmit={keep} className="grid gap-4">
        <TextAreaField
          label={t.note.label}
          hint={t.note.hint}
          maxLength={10_000}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" kind="primary">
            {trimmed === '' && note !== undefined ? t.note.remove : t.note.keep}
          </Button>
          <Button disabled={trimmed === ''} onClick={() => onSkip(trimmed)}>
            {t.note.skip}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
