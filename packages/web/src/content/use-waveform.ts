import { type RefObject, useEffect, useRef, useState } from 'react';
import type WaveSurfer from 'wavesurfer.js';
import { usePreferences } from '../app/preferences.ts';

/** Height of the waveform in pixels. */
const height = 112;

/** Draws a recording into the element of `ref`, with a library that is loaded when the first one is shown. */
export function useWaveform(
  blob: Blob,
  onFail: () => void,
): {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly player: WaveSurfer | undefined;
  readonly isReady: boolean;
} {
  const ref = useRef<HTMLDivElement>(null);
  const { theme } = usePreferences();
  const [player, setPlayer] = useState<WaveSurfer>();
  const [isReady, setIsReady] = useState(false);
  const fail = useRef(onFail);
  useEffect(() => {
    fail.current = onFail;
  });
  useEffect(() => {
    const container = ref.current;
    if (container === null) return;
    let isWanted = true;
    let made: WaveSurfer | undefined;
    const draw = async () => {
      const { default: Library } = await import('wavesurfer.js');
      if (!isWanted) return;
      const nonce = pageNonce();
      made = Library.create({
        container,
        height,
        ...colours(),
        cursorWidth: 2,
        normalize: true,
        dragToSeek: true,
        // the whole recording is in sight: nothing scrolls
        autoScroll: false,
        autoCenter: false,
        ...(nonce === undefined ? {} : { cspNonce: nonce }),
      });
      made.on('ready', () => setIsReady(true));
      made.on('error', () => isWanted && fail.current());
      setPlayer(made);
      await made.loadBlob(blob);
    };
    draw().catch(() => isWanted && fail.current());
    return () => {
      isWanted = false;
      made?.destroy();
      setPlayer(undefined);
      setIsReady(false);
    };
  }, [blob]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are those of the theme at the time of drawing
  useEffect(() => player?.setOptions(colours()), [player, theme]);
  return { ref, player, isReady };
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return { waveColor: colour('--muted'), progressColor: colour('--accent'), cursorColor: colour('--ink') };
}

/** The nonce under which the page may make style elements. A browser hides its content, but not its property. */
function pageNonce(): string | undefined {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce || undefined;
}
