export interface LazyGreedy {
  /** Number of elements to choose, at most the number of bounds. */
  readonly n: number;
  /** An upper bound of each element's gain; overwritten by newer ones. */
  readonly bounds: Float64Array;
  /** What the element adds to those taken so far. Never more than it would have added before. */
  readonly gain: (element: number) => number;
  /** Called with each element in the order in which they are taken. */
  readonly take: (element: number) => void;
  /** Decides between equal gains: the smaller one first. */
  readonly tieOf: (element: number) => number;
  /** Called before each gain. */
  readonly checkpoint: () => void;
}

/**
 * Takes the element of largest gain, n times: exactly what computing every gain anew each time would take, with few of
 * them computed, because for submodular gains an old value is an upper bound of the new one. Minoux 1978.
 *
 * @returns [n] the elements' gains when they were taken, in that order
 */
export function lazyGreedy({ n, bounds, gain, take, tieOf, checkpoint }: LazyGreedy): Float64Array {
  const ties = Float64Array.from(bounds, (_, element) => tieOf(element));
  const heap = Uint32Array.from(bounds, (_, element) => element);
  let size = heap.length;
  const precedes = (a: number, b: number): boolean => {
    const gap = (bounds[a] as number) - (bounds[b] as number);
    if (gap !== 0) return gap > 0;
    const tie = (ties[a] as number) - (ties[b] as number);
    return tie === 0 ? a < b : tie < 0;
  };
  const sink = (start: number): void => {
    const element = heap[start] as number;
    let place = start;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && precedes(heap[child + 1] as number, heap[child] as number)) child++;
      if (!precedes(heap[child] as number, element)) break;
      heap[place] = heap[child] as number;
      place = child;
    }
    heap[place] = element;
  };
  for (let place = (size >> 1) - 1; place >= 0; place--) sink(place);

  const gains = new Float64Array(n);
  // the number of elements taken when a bound was last computed, plus 1
  const computedAt = new Uint32Array(size);
  for (let taken = 0; taken < n; ) {
    const first = heap[0] as number;
    if (computedAt[first] !== taken + 1) {
      checkpoint();
      bounds[first] = gain(first);
      computedAt[first] = taken + 1;
    } else {
      gains[taken++] = bounds[first] as number;
      heap[0] = heap[--size] as number;
      take(first);
    }
    sink(0);
  }
  return gains;
}
