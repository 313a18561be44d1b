import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { messages as common } from '../ui/messages.ts';
import { useToasts } from '../ui/toasts.tsx';

/** Something that is shown once, to be copied. */
export function Secret({ label, value }: { readonly label: string; readonly value: string }) {
  const t = useMessages(common);
  const { say } = useToasts();
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    say(t.copied);
  };
  return (
    <div className="flex flex-wrap items-end gap-2">
      <TextField
        label={label}
        className="min-w-0 flex-1"
        readOnly
        value={value}
        onFocus={(event) => event.target.select()}
      />
      {/* a page of another host than this machine has no clipboard without TLS */}
      {navigator.clipboard === undefined ? null : <Button onClick={() => void copy()}>{t.copy}</Button>}
    </div>
  );
}
