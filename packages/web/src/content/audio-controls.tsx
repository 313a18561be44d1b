import { Pause, Play, RotateCcw, RotateCw } from 'lucide-react';
import { type KeyboardEvent, use, useRef, useState } from 'react';
import type WaveSurfer from 'wavesurfer.js';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { usePartKeys } from '../keys/use-part-keys.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { clock } from './clock.ts';
import { ContentKeysContext } from './content-keys.ts';
import { jump } from './jump.ts';
import { messages } from './messages.ts';
import { usePlayer } from './use-player.ts';

const speeds = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

/** Play, jump, speed and place of a recording. */
export function AudioControls({ player, name }: { readonly player: WaveSurfer; readonly name: string }) {
  const t = useMessages(messages);
  const keys = use(ContentKeysContext);
  const root = useRef<HTMLDivElement>(null);
  const { isPlaying, at, total } = usePlayer(player);
  const toggle = () => void player.playPause().catch(() => undefined);
  const seek = (seconds: number) => player.setTime(Math.min(total, Math.max(0, seconds)));
  const step = (direction: number) => seek(player.getCurrentTime() + direction * jump);
  usePartKeys(
    [
      [keys.play, toggle],
      [keys.back, () => step(-1)],
      [keys.ahead, () => step(1)],
    ],
    { within: root },
  );
  return (
    <div ref={root} data-keys className="flex flex-wrap items-center gap-2">
      <Button
        onClick={toggle}
        shortcut={keys.play || undefined}
        icon={isPlaying ? <Pause aria-hidden size={20} /> : <Play aria-hidden size={20} />}
        className="min-w-28"
      >
        {isPlaying ? t.pause : t.play}
      </Button>
      <IconButton
        label={t.back(jump)}
        aria-keyshortcuts={keys.back || undefined}
        icon={<RotateCcw aria-hidden size={20} />}
        onClick={() => step(-1)}
      />
      <IconButton
        label={t.ahead(jump)}
        aria-keyshortcuts={keys.ahead || undefined}
        icon={<RotateCw aria-hidden size={20} />}
        onClick={() => step(1)}
      />
      <Place {...{ name, at, total, seek, step }} />
      <Speed player={player} />
    </div>
  );
}

function Place(props: {
  readonly name: string;
  readonly at: number;
  readonly total: number;
  seek(seconds: number): void;
  step(direction: number): void;
}) {
  const { name, at, total, seek, step } = props;
  const t = useMessages(messages);
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowLeft' || event.key === 'ArrowDown') step(-1);
    else if (event.key === 'ArrowRight' || event.key === 'ArrowUp') step(1);
    else if (event.key === 'Home') seek(0);
    else if (event.key === 'End') seek(total);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span className="flex min-h-11 flex-1 items-center gap-3">
      <input
        type="range"
        aria-label={t.place(name)}
        aria-valuetext={t.placeOf(clock(at, total), clock(total, total))}
        min={0}
        max={total}
        step="any"
        value={at}
        onChange={(event) => seek(Number(event.target.value))}
        onKeyDown={press}
        className="h-11 min-w-24 flex-1 accent-(--accent)"
      />
      <span aria-hidden className="text-sm whitespace-nowrap text-muted tabular-nums">
        {clock(at, total)} / {clock(total, total)}
      </span>
    </span>
  );
}

function Speed({ player }: { readonly player: WaveSurfer }) {
  const t = useMessages(messages);
  const format = useFormat();
  const [speed, setSpeed] = useState(player.getPlaybackRate());
  return (
    <select
      aria-label={t.speed}
      title={t.speed}
      value={speed}
      onChange={(event) => {
        const chosen = Number(event.target.value);
        // the pitch stays
        player.setPlaybackRate(chosen, true);
        setSpeed(chosen);
      }}
      className="min-h-11 rounded-lg border border-edge bg-surface px-2 text-ink"
    >
      {speeds.map((one) => (
        <option key={one} value={one}>
          {format.number(one, Number.isInteger(one) ? 0 : 2)} ×
        </option>
      ))}
    </select>
  );
}
