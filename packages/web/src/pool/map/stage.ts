import { type Camera, fitCamera, type Pane, type Place, panBy, shiftOf, toMap, toPane, zoomBy } from './camera.ts';
import { type LaidOut, origins } from './laid-out.ts';
import { pointsInPolygon } from './lasso.ts';
import { PointGrid } from './point-grid.ts';
import type { Renderer, Rgb } from './renderer.ts';

/** Milliseconds that points take to their new places. */
const moveMs = 900;
/** Milliseconds without a movement after which the map is at rest. */
const restMs = 160;

interface StageOptions {
  readonly renderer: Renderer;
  /** Whether points glide to new places. */
  readonly isMoving: () => boolean;
  /** The view has changed, and is at rest again. */
  onRest(): void;
}

/** What is on the map's pane and what of it is seen. It draws when something has changed, once a frame, and else not at all. */
export class MapStage {
  readonly #options: StageOptions;
  #map: LaidOut | undefined;
  #grid = new PointGrid(new Float32Array(0), new Float32Array(0));
  #pane: Pane = { width: 1, height: 1 };
  #camera: Camera = fitCamera(this.#pane);
  /** All of the map is shown, whatever the size of the pane. */
  #isWhole = true;
  /** The camera of the picture; undefined: what is on it has changed. */
  #drawn: Camera | undefined;
  #ink: Rgb = [0, 0, 0];
  #isHidden: (point: number) => boolean = () => false;
  #movingSince: number | undefined;
  #frame: number | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(options: StageOptions) {
    this.#options = options;
  }

  setMap(map: LaidOut): void {
    const before = this.#map;
    this.#map = map;
    if (before?.x === map.x) return;
    this.#drawn = undefined;
    this.#grid = new PointGrid(map.x, map.y);
    this.#options.renderer.setPlaces({ x: map.x, y: map.y, ...origins(map, before) });
    this.#movingSince = before !== undefined && this.#options.isMoving() ? performance.now() : undefined;
    this.#changed();
  }

  setLook(look: {
    readonly colors: Uint8Array;
    readonly order: Uint32Array;
    readonly ink: Rgb;
    readonly isHidden: (point: number) => boolean;
  }): void {
    this.#options.renderer.setColors(look.colors);
    this.#options.renderer.setOrder(look.order);
    this.#ink = look.ink;
    this.#drawn = undefined;
    this.#isHidden = look.isHidden;
    this.#changed();
  }

  resize(pane: Pane): void {
    this.#pane = pane;
    this.#drawn = undefined;
    if (this.#isWhole) this.#camera = fitCamera(pane);
    this.#changed();
  }

  get pane(): Pane {
    return this.#pane;
  }

  pan(by: Place): void {
    this.#isWhole = false;
    this.#camera = panBy(this.#camera, by);
    this.#changed();
  }

  zoom(factor: number, at?: Place): void {
    this.#isWhole = false;
    this.#camera = zoomBy(this.#camera, factor, at === undefined ? { pane: this.#pane } : { pane: this.#pane, at });
    this.#changed();
  }

  fit(): void {
    this.#isWhole = true;
    this.#camera = fitCamera(this.#pane);
    this.#changed();
  }

  /** The point at a place of the pane, or near it; -1: none. @param reach CSS pixels */
  pick(at: Place, reach: number): number {
    return this.#grid.nearest(
      toMap(this.#camera, this.#pane, at),
      reach / this.#camera.scale,
      (point) => !this.#isHidden(point),
    );
  }

  /** Where a point is on the pane. */
  paneAt(point: number): Place {
    return toPane(this.#camera, this.#pane, this.#placeOf(point));
  }

  /** The points that are seen, ascending. */
  inView(): number[] {
    const low = toMap(this.#camera, this.#pane, { x: 0, y: this.#pane.height });
    const high = toMap(this.#camera, this.#pane, { x: this.#pane.width, y: 0 });
    return this.#grid
      .within({ left: low.x, bottom: low.y, right: high.x, top: high.y })
      .filter((point) => !this.#isHidden(point));
  }

  /** The points that are seen in a line drawn on the pane. */
  inLasso(line: readonly Place[]): number[] {
    const polygon = line.map((place) => toMap(this.#camera, this.#pane, place));
    return pointsInPolygon(polygon, this.#grid, (point) => this.#placeOf(point)).filter(
      (point) => !this.#isHidden(point),
    );
  }

  dispose(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    clearTimeout(this.#rest);
    this.#options.renderer.dispose();
  }

  #placeOf(point: number): Place {
    return { x: this.#map?.x[point] ?? 0, y: this.#map?.y[point] ?? 0 };
  }

  #changed(): void {
    this.#frame ??= requestAnimationFrame((now) => this.#draw(now));
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#settle(), restMs);
  }

  /** Draws anew what was only moved, so that there is room again on all sides. */
  #settle(): void {
    if (this.#drawn !== this.#camera) {
      this.#drawn = undefined;
      this.#frame ??= requestAnimationFrame((now) => this.#draw(now));
    }
    this.#options.onRest();
  }

  #draw(now: number): void {
    this.#frame = undefined;
    const shift = this.#drawn === undefined ? undefined : shiftOf(this.#drawn, this.#camera, this.#pane);
    if (shift !== undefined && this.#movingSince === undefined) {
      this.#options.renderer.shift(shift);
      return;
    }
    const share = this.#movingSince === undefined ? 1 : (now - this.#movingSince) / moveMs;
    const at = Math.min(1, Math.max(0, share));
    const [camera, pane] = [this.#camera, this.#pane];
    this.#options.renderer.draw({ camera, pane, moved: at * at * (3 - 2 * at), ink: this.#ink });
    this.#drawn = camera;
    if (at < 1) this.#frame = requestAnimationFrame((next) => this.#draw(next));
    else this.#movingSince = undefined;
  }
}
