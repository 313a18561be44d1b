import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { messages as common } from '../ui/messages.ts';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import type { Content } from './content.ts';
import { contentQuery } from './content-query.ts';
import { messages } from './messages.ts';

export interface ContentViewProps {
  readonly project: string;
  readonly item: string;
  readonly uri: string;
  /** The content, where it came along. */
  readonly text?: string | undefined;
  /** For lists: no controls, a few lines high. Default: false */
  readonly isSmall?: boolean;
}

/** Shows what an item holds, whatever it is. */
export function ContentView({ project, item, uri, text, isSmall = false }: ContentViewProps) {
  const t = useMessages(common);
  const client = useProjectClient(project);
  const { data, error, refetch } = useQuery({ ...contentQuery(client, item), enabled: text === undefined });
  if (text !== undefined) return <Shown content={{ kind: 'text', text }} uri={uri} isSmall={isSmall} />;
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <ProgressBar label={t.loading} />;
  return <Shown content={data} uri={uri} isSmall={isSmall} />;
}

function Shown({
  content,
  uri,
  isSmall,
}: {
  readonly content: Content;
  readonly uri: string;
  readonly isSmall: boolean;
}) {
  const t = useMessages(messages);
  switch (content.kind) {
    case 'text':
      return (
        <p
          dir="auto"
          className={isSmall ? 'line-clamp-3 break-words' : 'text-xl leading-relaxed break-words whitespace-pre-wrap'}
        >
          {content.text}
        </p>
      );
    case 'image':
      return <ImageContent blob={content.blob} name={nameOf(uri)} isSmall={isSmall} />;
    default:
      return <p className="text-muted">{t.cannotShow(nameOf(uri))}</p>;
  }
}

function ImageContent({
  blob,
  name,
  isSmall,
}: {
  readonly blob: Blob;
  readonly name: string;
  readonly isSmall: boolean;
}) {
  const t = useMessages(messages);
  const url = useObjectUrl(blob);
  return url === undefined ? null : (
    <img
      src={url}
      alt={t.image(name)}
      className={
        isSmall
          ? 'max-h-24 max-w-full rounded object-contain'
          : 'mx-auto max-h-[60dvh] max-w-full rounded object-contain'
      }
    />
  );
}

/** An address of bytes that are in memory, as long as the component is there. */
export function useObjectUrl(blob: Blob): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}

/** The last part of a URI: what people call the item. */
export function nameOf(uri: string): string {
  return uri.split(/[/\\]/).findLast((part) => part !== '') ?? uri;
}
