import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { messages as common } from '../ui/messages.ts';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { type Content, readText } from './content.ts';
import { contentQuery } from './content-query.ts';
import { ImageContent, SmallImage } from './image-content.tsx';
import { messages } from './messages.ts';
import { nameOf } from './name-of.ts';
import { RowContent, SmallRow } from './row-content.tsx';
import { SmallAudio } from './small-audio.tsx';
import { SmallSeries } from './small-series.tsx';
import { SmallText, TextContent } from './text-content.tsx';

// what draws them is loaded when there is one to draw
const AudioContent = lazy(async () => ({ default: (await import('./audio-content.tsx')).AudioContent }));
const SeriesContent = lazy(async () => ({ default: (await import('./series-content.tsx')).SeriesContent }));

export interface ContentViewProps {
  readonly project: string;
  readonly item: string;
  readonly uri: string;
  /** The content, where it came along. */
  readonly text?: string | undefined;
  /** For lists: no controls but to play a recording, a few lines high. Default: false */
  readonly isSmall?: boolean;
}

/** Shows what an item holds, whatever it is. */
export function ContentView({ project, item, uri, text, isSmall = false }: ContentViewProps) {
  const t = useMessages(common);
  const client = useProjectClient(project);
  const { data, error, refetch } = useQuery({ ...contentQuery(client, item), enabled: text === undefined });
  const Shown = isSmall ? SmallContent : FullContent;
  if (text !== undefined) return <Shown content={readText(text)} name={nameOf(uri, item)} />;
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <ProgressBar label={t.loading} />;
  return (
    <Suspense fallback={<ProgressBar label={t.loading} />}>
      <Shown key={item} content={data} name={nameOf(uri, item)} />
    </Suspense>
  );
}

/** The same for lists. */
export function SmallContentView(props: Omit<ContentViewProps, 'isSmall'>) {
  return <ContentView {...props} isSmall />;
}

interface ShownProps {
  readonly content: Content;
  readonly name: string;
}

function FullContent({ content, name }: ShownProps) {
  const t = useMessages(messages);
  switch (content.kind) {
    case 'text':
      return <TextContent text={content.text} />;
    case 'image':
      return <ImageContent blob={content.blob} name={name} />;
    case 'audio':
      return <AudioContent blob={content.blob} name={name} />;
    case 'series':
      return <SeriesContent series={content.series} name={name} />;
    case 'row':
      return <RowContent row={content.row} name={name} />;
    case 'other':
      return <p className="text-muted">{t.cannotShow(name)}</p>;
  }
}

function SmallContent({ content, name }: ShownProps) {
  const t = useMessages(messages);
  switch (content.kind) {
    case 'text':
      return <SmallText text={content.text} />;
    case 'image':
      return <SmallImage blob={content.blob} name={name} />;
    case 'audio':
      return <SmallAudio blob={content.blob} name={name} />;
    case 'series':
      return <SmallSeries series={content.series} name={name} />;
    case 'row':
      return <SmallRow row={content.row} />;
    case 'other':
      return <p className="text-muted">{t.cannotShow(name)}</p>;
  }
}
