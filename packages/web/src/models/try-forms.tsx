import { Upload } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import type { Content } from '../content/content.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { SwitchField, TextAreaField } from '../ui/field.tsx';
import { useDrop } from '../ui/use-drop.ts';
import { fileInputs, type Input, itemInputs, mostInputs, textInputs, typedText } from './inputs.ts';
import { messages } from './messages.ts';
import type { Example } from './models-queries.ts';

interface TryFormProps {
  /** What inputs of this project look like; null: not known. */
  readonly example: Example | null;
  readonly isBusy: boolean;
  onAsk(inputs: readonly Input[]): void;
}

/** A text, or many line by line. */
export function TextForm({ example, isBusy, onAsk }: TryFormProps) {
  const { try: t } = useMessages(messages);
  const [text, setText] = useState('');
  const [isByLine, setIsByLine] = useState(false);
  const kind = example?.content.kind;
  const typed = example === null ? undefined : typedText(example.content);
  // a time series has a line per point
  const inputs = textInputs(text, isByLine && kind !== 'series');
  return (
    <AskForm isBusy={isBusy} count={inputs.length} onSubmit={() => onAsk(inputs)}>
      <TextAreaField
        label={kind === 'row' ? t.rowLabel : kind === 'series' ? t.seriesLabel : t.textLabel}
        hint={kind === 'row' ? t.rowHint : kind === 'series' ? t.seriesHint : undefined}
        dir="auto"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {kind === 'series' ? null : <SwitchField label={t.isByLine} isOn={isByLine} onToggle={setIsByLine} />}
      {typed === undefined ? null : (
        <div>
          <Button onClick={() => setText(typed)}>{t.fillIn}</Button>
        </div>
      )}
    </AskForm>
  );
}

/** Items that the pool has. */
export function ItemsForm({ example, isBusy, onAsk }: TryFormProps) {
  const { try: t } = useMessages(messages);
  const [lines, setLines] = useState('');
  const inputs = itemInputs(lines);
  return (
    <AskForm isBusy={isBusy} count={inputs.length} onSubmit={() => onAsk(inputs)}>
      <TextAreaField
        label={t.itemsLabel}
        dir="auto"
        placeholder={example?.item}
        value={lines}
        onChange={(event) => setLines(event.target.value)}
      />
    </AskForm>
  );
}

/** Files of which each is an input, by what inputs hold. */
const accepted: Readonly<Record<Content['kind'], string>> = {
  image: 'image/*',
  audio: 'audio/*',
  series: '.csv,.tsv,.txt,.json',
  row: '.json,.txt',
  text: 'text/*',
  other: '',
};

/** Files, dropped or chosen. They are asked about at once. */
export function FilesForm({ example, isBusy, onAsk }: TryFormProps) {
  const { try: t } = useMessages(messages);
  const format = useFormat();
  const id = useId();
  const kind = example?.content.kind ?? 'other';
  const [isTooMany, setIsTooMany] = useState(false);
  const take = async (files: readonly File[]) => {
    setIsTooMany(files.length > mostInputs);
    if (files.length > 0 && files.length <= mostInputs) onAsk(await fileInputs(files));
  };
  const drop = useDrop(({ files }) => void take([...files]));
  return (
    <div className="grid max-w-2xl gap-2">
      <label
        htmlFor={id}
        {...drop.target}
        className={
          drop.isOver
            ? 'grid min-h-36 cursor-pointer place-items-center gap-2 rounded-xl border-2 border-accent bg-accent-soft p-6 text-center'
            : 'grid min-h-36 cursor-pointer place-items-center gap-2 rounded-xl border-2 border-dashed border-edge p-6 text-center'
        }
      >
        <Upload aria-hidden size={28} className="text-muted" />
        <span className="font-medium">{t.drop}</span>
        <span className="text-sm text-muted">{t.filesOf[kind]}</span>
        <input
          id={id}
          type="file"
          multiple
          accept={accepted[kind]}
          disabled={isBusy}
          onChange={(event) => {
            void take([...(event.target.files ?? [])]);
            // so that the same file can be chosen again
            event.target.value = '';
          }}
          className="max-w-full text-sm"
        />
      </label>
      {isTooMany ? (
        <p role="alert" className="text-sm text-bad">
          {t.tooMany(format.count(mostInputs))}
        </p>
      ) : null}
    </div>
  );
}

function AskForm(props: {
  readonly isBusy: boolean;
  /** Inputs that the form holds. */
  readonly count: number;
  readonly children: React.ReactNode;
  onSubmit(): void;
}) {
  const { isBusy, count, children, onSubmit } = props;
  const { try: t } = useMessages(messages);
  const format = useFormat();
  const isTooMany = count > mostInputs;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (count > 0 && !isTooMany) onSubmit();
  };
  return (
    <form onSubmit={submit} className="grid max-w-2xl gap-3">
      {children}
      {isTooMany ? (
        <p role="alert" className="text-sm text-bad">
          {t.tooMany(format.count(mostInputs))}
        </p>
      ) : null}
      <div>
        <Button type="submit" kind="primary" isBusy={isBusy} disabled={count === 0 || isTooMany}>
          {t.ask}
        </Button>
      </div>
    </form>
  );
}
