import { useMutation } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useId } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { cx } from '../ui/cx.ts';
import { Problem } from '../ui/problem.tsx';
import { useDrop } from '../ui/use-drop.ts';
import { asSource, type Source } from './draft.ts';
import { chosenFiles, droppedFiles } from './dropped-files.ts';
import type { GivenFile } from './given-files.ts';
import { messages } from './messages.ts';

/** Files or a folder of whoever sits at the screen: dropped, or chosen. */
export function DropField({ onChoose }: { onChoose(source: Source): void }) {
  const t = useMessages(messages);
  const take = (files: readonly GivenFile[]) => {
    if (files.length > 0) onChoose(asSource(files));
  };
  const read = useMutation({ mutationFn: (files: Promise<GivenFile[]>) => files, onSuccess: take });
  const drop = useDrop((dropped) => read.mutate(droppedFiles(dropped)));
  return (
    // dropping is a second way to what the fields in it do
    <div
      {...drop.target}
      className={cx(
        'grid grid-cols-1 gap-3 rounded-xl border-2 border-dashed p-4',
        drop.isOver ? 'border-accent bg-accent-soft' : 'border-edge',
      )}
    >
      <p className="flex gap-2 text-sm text-muted">
        <Upload aria-hidden size={20} className="shrink-0" />
        {t.dropHint}
      </p>
      <FileInput label={t.drop} onFiles={take} />
      <FileInput label={t.dropFolder} isFolder onFiles={take} />
      {read.error === null ? null : <Problem error={read.error} />}
    </div>
  );
}

interface FileInputProps {
  readonly label: string;
  readonly isFolder?: boolean;
  onFiles(files: readonly GivenFile[]): void;
}

function FileInput({ label, isFolder = false, onFiles }: FileInputProps) {
  const id = useId();
  return (
    <div className="flex flex-wrap items-center gap-x-3">
      <label htmlFor={id} className="min-w-36 font-medium">
        {label}
      </label>
      <input
        id={id}
        type="file"
        {...(isFolder ? { webkitdirectory: '' } : { multiple: true })}
        onChange={(event) => onFiles(chosenFiles(event.target.files))}
        className="min-h-11 min-w-0 flex-1 basis-52 file:mr-3 file:min-h-11 file:cursor-pointer file:rounded-lg file:border file:border-edge file:bg-surface file:px-4"
      />
    </div>
  );
}
