import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { LaidOut } from './laid-out.ts';
import { createRenderer, type Rgb } from './renderer.ts';
import { MapStage } from './stage.ts';

export interface StageLook {
  readonly colors: Uint8Array;
  readonly order: Uint32Array;
  readonly ink: Rgb;
  readonly isHidden: (point: number) => boolean;
}

interface StageInput {
  readonly map: LaidOut;
  readonly look: StageLook;
  onRest(): void;
}

/** Puts a map on a canvas, and what changes of it. `isMissing`: the browser cannot draw it. */
export function useStage(
  {
    canvas,
    pane,
  }: { readonly canvas: RefObject<HTMLCanvasElement | null>; readonly pane: RefObject<HTMLElement | null> },
  { map, look, onRest }: StageInput,
): { readonly stage: RefObject<MapStage | null>; readonly isMissing: boolean } {
  const stage = useRef<MapStage>(null);
  const [isMissing, setIsMissing] = useState(false);
  // a graphics card can go away, and come back empty
  const [generation, setGeneration] = useState(0);
  const rest = useEffectEvent(onRest);
  const fill = useEffectEvent(() => {
    stage.current?.setMap(map);
    stage.current?.setLook(look);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation draws anew
  useEffect(() => {
    const element = canvas.current;
    const around = pane.current;
    if (element === null || around === null) return;
    const renderer = createRenderer(element);
    if (renderer === undefined) {
      setIsMissing(true);
      return;
    }
    const made = new MapStage({
      renderer,
      isMoving: () => !matchMedia('(prefers-reduced-motion: reduce)').matches,
      onRest: () => rest(),
    });
    stage.current = made;
    const measure = () => made.resize({ width: around.clientWidth || 1, height: around.clientHeight || 1 });
    measure();
    fill();
    const observer = new ResizeObserver(measure);
    observer.observe(around);
    const lost = (event: Event) => event.preventDefault();
    const restored = () => setGeneration((now) => now + 1);
    element.addEventListener('webglcontextlost', lost);
    element.addEventListener('webglcontextrestored', restored);
    return () => {
      observer.disconnect();
      element.removeEventListener('webglcontextlost', lost);
      element.removeEventListener('webglcontextrestored', restored);
      made.dispose();
      stage.current = null;
    };
  }, [canvas, pane, generation]);

  useEffect(() => stage.current?.setMap(map), [map]);
  useEffect(() => stage.current?.setLook(look), [look]);
  return { stage, isMissing };
}
