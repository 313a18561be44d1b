import { useEffect, useState } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import type { GivenFile } from './given-files.ts';
import { sortFiles } from './given-files.ts';
import { messages } from './messages.ts';

const shown = 5;

/** Some of the pictures that a person gave, from all over them. */
export function FilePictures({ files }: { readonly files: readonly GivenFile[] }) {
  const t = useMessages(messages);
  const [pictures, setPictures] = useState<readonly { path: string; url: string }[]>([]);
  useEffect(() => {
    const all = sortFiles(files).files;
    const step = Math.max(1, all.length / shown);
    const some = Array.from({ length: Math.min(shown, all.length) }, (_, i) => all[Math.floor(i * step)]);
    const made = some.flatMap((one) =>
      one === undefined ? [] : [{ path: one.path, url: URL.createObjectURL(one.file) }],
    );
    setPictures(made);
    return () => {
      for (const { url } of made) URL.revokeObjectURL(url);
    };
  }, [files]);
  return (
    <div className="grid gap-2">
      <h3 className="font-medium">{t.samples}</h3>
      <ul className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-5">
        {pictures.map(({ path, url }) => (
          <li key={path} className="grid min-w-0 gap-1 rounded-lg border border-line p-2 text-sm">
            <img src={url} alt="" className="h-24 w-full rounded object-contain" />
            <span className="truncate text-muted" dir="auto" title={path}>
              {path}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
