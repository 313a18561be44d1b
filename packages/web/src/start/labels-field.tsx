import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { labelColor, textOn } from '../ui/palette.ts';
import { addLabels } from './draft.ts';
import { messages } from './messages.ts';

/** The labels of a new project, typed one after the other. */
export function LabelsField(props: { readonly labels: readonly string[]; onChange(labels: readonly string[]): void }) {
  const { labels, onChange } = props;
  const t = useMessages(messages);
  const id = useId();
  const [typed, setTyped] = useState('');
  const add = () => {
    onChange(addLabels(labels, typed));
    setTyped('');
  };
  return (
    <div className="grid gap-2">
      <label htmlFor={id} className="font-medium">
        {t.labels}
      </label>
      <p id={`${id}-hint`} className="text-sm text-muted">
        {t.labelsHint}
      </p>
      <ul className="flex flex-wrap gap-2">
        {labels.map((name, index) => (
          <li
            key={name}
            className="flex items-center rounded-lg pl-3 font-medium"
            style={{ backgroundColor: labelColor(index), color: textOn(labelColor(index)) }}
          >
            <span dir="auto">{name}</span>
            <button
              type="button"
              aria-label={t.removeLabel(name)}
              onClick={() => onChange(labels.filter((label) => label !== name))}
              className="grid min-h-11 min-w-11 cursor-pointer place-items-center rounded-lg"
            >
              <X aria-hidden size={18} />
            </button>
          </li>
        ))}
      </ul>
      <div className="flex gap-2">
        <input
          id={id}
          aria-describedby={`${id}-hint`}
          value={typed}
          dir="auto"
          onChange={(event) => setTyped(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            add();
          }}
          className="min-h-11 w-full max-w-md rounded-lg border border-edge bg-surface px-3"
        />
        <Button onClick={add} disabled={typed.trim() === ''}>
          {t.addLabel}
        </Button>
      </div>
    </div>
  );
}
