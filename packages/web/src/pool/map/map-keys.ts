import type { MapStage } from './stage.ts';

/** CSS pixels of a step, and the factor of a zoom. */
const step = 60;
export const zoomStep = 1.5;

/** What a key does to the map; undefined: it is for something else. */
export function mapKey(key: string): ((stage: MapStage) => void) | undefined {
  switch (key) {
    case 'ArrowLeft':
      return (stage) => stage.pan({ x: step, y: 0 });
    case 'ArrowRight':
      return (stage) => stage.pan({ x: -step, y: 0 });
    case 'ArrowUp':
      return (stage) => stage.pan({ x: 0, y: step });
    case 'ArrowDown':
      return (stage) => stage.pan({ x: 0, y: -step });
    case '+':
    case '=':
      return (stage) => stage.zoom(zoomStep);
    case '-':
    case '_':
      return (stage) => stage.zoom(1 / zoomStep);
    case 'Home':
    case '0':
      return (stage) => stage.fit();
    default:
      return undefined;
  }
}
