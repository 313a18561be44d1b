import { useState } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { AudioControls } from './audio-controls.tsx';
import { messages } from './messages.ts';
import { useObjectUrl } from './object-url.ts';
import { useWaveform } from './use-waveform.ts';

/** A recording with its waveform. Where the page cannot draw one, the browser's own player. */
export function AudioContent({ blob, name }: { readonly blob: Blob; readonly name: string }) {
  const [isPlain, setIsPlain] = useState(false);
  if (isPlain) return <PlainAudio blob={blob} name={name} />;
  return <Waveform blob={blob} name={name} onFail={() => setIsPlain(true)} />;
}

function Waveform(props: { readonly blob: Blob; readonly name: string; onFail(): void }) {
  const { blob, name, onFail } = props;
  const { ref, player, isReady } = useWaveform(blob, onFail);
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
      <div className="relative rounded-lg bg-raised p-2">
        <div ref={ref} aria-hidden className="h-28" />
      </div>
      {player === undefined || !isReady ? null : <AudioControls player={player} name={name} />}
    </div>
  );
}

function PlainAudio({ blob, name }: { readonly blob: Blob; readonly name: string }) {
  const t = useMessages(messages);
  const url = useObjectUrl(blob);
  const [isBroken, setIsBroken] = useState(false);
  if (isBroken) return <p className="text-muted">{t.cannotPlay(name)}</p>;
  return url === undefined ? null : (
    <div className="grid gap-2">
      <p className="text-sm text-muted">{t.noWaveform}</p>
      {/* biome-ignore lint/a11y/useMediaCaption: what is said in it is what people are asked to tell */}
      <audio controls src={url} aria-label={t.recording(name)} onError={() => setIsBroken(true)} className="w-full" />
    </div>
  );
}
