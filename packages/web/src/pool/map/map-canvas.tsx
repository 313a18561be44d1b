import type { Project } from '@alaas/core';
import { Hand, Lasso, Maximize, Minus, Plus } from 'lucide-react';
import { type ReactNode, type RefObject, useRef, useState } from 'react';
import { useMessages } from '../../i18n/use-messages.ts';
import { IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { messages } from '../messages.ts';
import type { Place } from './camera.ts';
import type { LaidOut } from './laid-out.ts';
import { mapKey, zoomStep } from './map-keys.ts';
import { MapTip } from './map-tip.tsx';
import type { MapStage } from './stage.ts';
import { useMapPointer } from './use-map-pointer.ts';

/** CSS pixels around the middle in which Enter and Space find a point. */
const middleReach = 40;

interface MapCanvasProps {
  readonly project: Project;
  readonly map: LaidOut;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** What of the picture is seen. */
  readonly pane: RefObject<HTMLDivElement | null>;
  readonly stage: RefObject<MapStage | null>;
  onOpen(point: number): void;
  onToggle(point: number): void;
  onLasso(points: readonly number[]): void;
}

/** The map itself, with its buttons, its keys, and what the pointer is over. */
export function MapCanvas({ project, map, canvas, pane, stage, onOpen, onToggle, onLasso }: MapCanvasProps) {
  const { map: t } = useMessages(messages);
  const shape = useRef<SVGPolygonElement>(null);
  const [isLasso, setIsLasso] = useState(false);
  const [hovered, setHovered] = useState<{ readonly point: number; readonly at: Place }>();
  const onHover = (point: number) => {
    if (point === (hovered?.point ?? -1)) return;
    const at = stage.current?.paneAt(point);
    setHovered(point < 0 || at === undefined ? undefined : { point, at });
  };
  useMapPointer(pane, {
    stage,
    isLasso,
    onHover,
    onOpen,
    onLasso,
    // straight to the page: a line grows with every movement
    onLine: (line) => shape.current?.setAttribute('points', line.map(({ x, y }) => `${x},${y}`).join(' ')),
  });
  const inMiddle = (): number => {
    const { width = 0, height = 0 } = stage.current?.pane ?? {};
    return stage.current?.pick({ x: width / 2, y: height / 2 }, middleReach) ?? -1;
  };
  return (
    <div
      ref={pane}
      className="relative h-[max(20rem,calc(100dvh-25.5rem))] touch-none overflow-hidden rounded-xl border border-line bg-surface select-none"
    >
      <canvas ref={canvas} aria-hidden className="pointer-events-none absolute will-change-transform" />
      <div
        data-map
        role="application"
        aria-label={t.name}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved and zoomed by keys
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey || stage.current === null) return;
          const move = mapKey(event.key);
          if (move !== undefined) {
            event.preventDefault();
            setHovered(undefined);
            move(stage.current);
          } else if (event.key === 'Enter' || event.key === ' ') {
            event.preventDefault();
            const point = inMiddle();
            if (point >= 0) (event.key === 'Enter' ? onOpen : onToggle)(point);
          }
        }}
        className={cx(
          'peer absolute inset-0 size-full focus-visible:-outline-offset-3',
          isLasso
            ? 'cursor-crosshair'
            : hovered === undefined
              ? 'cursor-grab active:cursor-grabbing'
              : 'cursor-pointer',
        )}
      />
      <svg aria-hidden="true" className="pointer-events-none absolute inset-0 size-full">
        <polygon
          ref={shape}
          fill="var(--accent)"
          fillOpacity="0.15"
          stroke="var(--accent)"
          strokeWidth="2"
          strokeDasharray="5 3"
        />
      </svg>
      <span
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-1/2 hidden size-10 -translate-1/2 rounded-full border-2 border-accent peer-focus-visible:block"
      />
      <div className="absolute top-2 right-2 grid gap-1">
        <Tool label={t.zoomIn} icon={<Plus aria-hidden size={20} />} onPress={() => stage.current?.zoom(zoomStep)} />
        <Tool
          label={t.zoomOut}
          icon={<Minus aria-hidden size={20} />}
          onPress={() => stage.current?.zoom(1 / zoomStep)}
        />
        <Tool label={t.fit} icon={<Maximize aria-hidden size={20} />} onPress={() => stage.current?.fit()} />
        <Tool label={t.pan} isOn={!isLasso} icon={<Hand aria-hidden size={20} />} onPress={() => setIsLasso(false)} />
        <Tool label={t.lasso} isOn={isLasso} icon={<Lasso aria-hidden size={20} />} onPress={() => setIsLasso(true)} />
      </div>
      {hovered === undefined ? null : (
        <MapTip
          key={map.items[hovered.point]}
          project={project}
          map={map}
          point={hovered.point}
          at={hovered.at}
          pane={stage.current?.pane}
        />
      )}
    </div>
  );
}

function Tool(props: { readonly label: string; readonly icon: ReactNode; readonly isOn?: boolean; onPress(): void }) {
  const { label, icon, isOn, onPress } = props;
  return (
    <IconButton
      label={label}
      icon={icon}
      kind="plain"
      aria-pressed={isOn}
      onClick={onPress}
      className={isOn ? 'border-accent bg-accent-soft!' : undefined}
    />
  );
}
