import { Pause, Play } from 'lucide-react';
import { useRef, useState } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { IconButton } from '../ui/button.tsx';
import { messages } from './messages.ts';
import { useObjectUrl } from './object-url.ts';

/** A recording in a list: a button that plays it. */
export function SmallAudio({ blob, name }: { readonly blob: Blob; readonly name: string }) {
  const t = useMessages(messages);
  const url = useObjectUrl(blob);
  const audio = useRef<HTMLAudioElement>(null);
  const [state, setState] = useState<'paused' | 'playing' | 'broken'>('paused');
  if (state === 'broken') return <p className="text-sm text-muted">{t.cannotPlay(name)}</p>;
  const isPlaying = state === 'playing';
  return url === undefined ? null : (
    <span className="flex items-center gap-2">
      {/* biome-ignore lint/a11y/useMediaCaption: what is said in it is what people are asked to tell */}
      <audio
        ref={audio}
        src={url}
        preload="metadata"
        onPlay={() => setState('playing')}
        onPause={() => setState('paused')}
        onError={() => setState('broken')}
      />
      <IconButton
        label={isPlaying ? t.pauseOf(name) : t.playOf(name)}
        icon={isPlaying ? <Pause aria-hidden size={20} /> : <Play aria-hidden size={20} />}
        onClick={() => {
          if (isPlaying) audio.current?.pause();
          else audio.current?.play().catch(() => setState('broken'));
        }}
      />
      <span dir="auto" className="truncate">
        {name}
      </span>
    </span>
  );
}
