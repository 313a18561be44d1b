import type { Place } from './camera.ts';

/** Points of a cell, about: a search looks at a few cells. */
const pointsPerCell = 4;

/** Points by where they are, so that those near a place are found without looking at all. */
export class PointGrid {
  readonly #x: Float32Array;
  readonly #y: Float32Array;
  readonly #side: number;
  /** [cells + 1] where the points of each cell begin in `#points`. */
  readonly #starts: Uint32Array;
  readonly #points: Uint32Array;

  /** @param x in [-1, 1]; kept, and not to be changed. @param y the same. O(N) */
  constructor(x: Float32Array, y: Float32Array) {
    this.#x = x;
    this.#y = y;
    this.#side = Math.max(1, Math.floor(Math.sqrt(x.length / pointsPerCell)));
    const starts = new Uint32Array(this.#side * this.#side + 1);
    const cells = new Uint32Array(x.length);
    for (let i = 0; i < x.length; i++) {
      const cell = this.#row(y[i] as number) * this.#side + this.#row(x[i] as number);
      cells[i] = cell;
      starts[cell + 1] = (starts[cell + 1] as number) + 1;
    }
    for (let c = 1; c < starts.length; c++) starts[c] = (starts[c] as number) + (starts[c - 1] as number);
    const next = starts.slice();
    this.#points = new Uint32Array(x.length);
    for (let i = 0; i < x.length; i++) {
      const cell = cells[i] as number;
      this.#points[next[cell] as number] = i;
      next[cell] = (next[cell] as number) + 1;
    }
    this.#starts = starts;
  }

  /**
   * The point nearest to a place, no further than `reach`; -1: there is none. Of equally near ones the first.
   *
   * @param isThere what of the points counts. Default: all
   */
  nearest({ x, y }: Place, reach: number, isThere?: (point: number) => boolean): number {
    let found = -1;
    let least = reach * reach;
    this.#visit({ left: x - reach, right: x + reach, bottom: y - reach, top: y + reach }, (point) => {
      const dx = (this.#x[point] as number) - x;
      const dy = (this.#y[point] as number) - y;
      const distance = dx * dx + dy * dy;
      if (distance > least || (distance === least && found >= 0 && point > found)) return;
      if (isThere !== undefined && !isThere(point)) return;
      least = distance;
      found = point;
    });
    return found;
  }

  /** The points in a box, ascending. */
  within(box: Box): number[] {
    const found: number[] = [];
    this.#visit(box, (point) => {
      const x = this.#x[point] as number;
      const y = this.#y[point] as number;
      if (x >= box.left && x <= box.right && y >= box.bottom && y <= box.top) found.push(point);
    });
    return found.sort((a, b) => a - b);
  }

  #visit({ left, right, bottom, top }: Box, see: (point: number) => void): void {
    const lastColumn = this.#row(right);
    const lastRow = this.#row(top);
    for (let row = this.#row(bottom); row <= lastRow; row++) {
      for (let column = this.#row(left); column <= lastColumn; column++) {
        const cell = row * this.#side + column;
        const end = this.#starts[cell + 1] as number;
        for (let at = this.#starts[cell] as number; at < end; at++) see(this.#points[at] as number);
      }
    }
  }

  /** The row, or column, of cells that a coordinate is in; what is outside counts to the outermost. */
  #row(coordinate: number): number {
    return Math.min(Math.max(Math.floor(((coordinate + 1) / 2) * this.#side), 0), this.#side - 1);
  }
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}
