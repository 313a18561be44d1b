import { useId } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import type { Known } from './look-at.ts';
import { messages } from './messages.ts';

interface KnownChoiceProps {
  readonly known: Known;
  readonly takesKnown: boolean;
  onChoose(takesKnown: boolean): void;
}

/** What becomes of the labels that the data came with. Where all items have one, nothing would be left to ask. */
export function KnownChoice({ known: { labelled, of }, takesKnown, onChoose }: KnownChoiceProps) {
  const t = useMessages(messages).known;
  const format = useFormat();
  const name = useId();
  return (
    <fieldset className="grid gap-1 rounded-lg border border-line p-3">
      <legend className="px-1 font-medium">{t.title}</legend>
      <p className="text-sm text-muted">
        {labelled < of ? t.some(format.count(labelled), format.count(of)) : t.all(format.count(of))}
      </p>
      {[false, true].map((isTaken) => (
        <label key={String(isTaken)} className="flex min-h-11 cursor-pointer items-start gap-3 py-1">
          <input
            type="radio"
            name={name}
            checked={takesKnown === isTaken}
            onChange={() => onChoose(isTaken)}
            className="mt-0.5 size-5 shrink-0 accent-(--accent)"
          />
          <span>
            {isTaken ? t.take : t.leave}
            <span className="block text-sm text-muted">
              {isTaken ? (labelled < of ? t.takeHint : t.takeAllHint) : t.leaveHint}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
