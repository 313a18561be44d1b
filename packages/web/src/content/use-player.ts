import { useEffect, useState } from 'react';
import type WaveSurfer from 'wavesurfer.js';

export interface Playing {
  readonly isPlaying: boolean;
  /** Seconds from the start. */
  readonly at: number;
  /** Length in seconds. */
  readonly total: number;
}

/** Where a player is, as it goes. Who wants less motion sees it change once a second. */
export function usePlayer(player: WaveSurfer): Playing {
  const [state, setState] = useState<Playing>({ isPlaying: false, at: 0, total: player.getDuration() });
  useEffect(() => {
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const read = () =>
      setState({ isPlaying: player.isPlaying(), at: player.getCurrentTime(), total: player.getDuration() });
    const tick = (at: number) =>
      setState((before) => {
        const isSame = isCalm && player.isPlaying() && Math.floor(at) === Math.floor(before.at);
        return isSame ? before : { ...before, at };
      });
    const off = [
      player.on('play', read),
      player.on('pause', read),
      player.on('finish', read),
      player.on('seeking', read),
      player.on('timeupdate', tick),
    ];
    read();
    return () => {
      for (const one of off) one();
    };
  }, [player]);
  return state;
}
