/** The sizes that the work of a query depends on. */
export interface WorkSize {
  /** N, rows of the pool, labelled ones among them. */
  readonly n: number;
  /** D, width of the embeddings; 0 where there are none. */
  readonly d: number;
  /** K, classes or labels; 0 where nothing tells. */
  readonly k: number;
  /** M, members of the committee, or models that predict; 0 where there are none. */
  readonly m: number;
  /** L, labelled rows. */
  readonly labelled: number;
  /** B */
  readonly budget: number;
}

/** What the work of a query takes at most, beside the signals. */
export interface WorkEstimate {
  /** Memory that is held at once. */
  readonly bytes: number;
  /** In matrix products. */
  readonly multiplications: number;
  /** Numbers that plain loops visit. */
  readonly steps: number;
  /** What of these is skipped on most pools. */
  readonly rare: { readonly multiplications: number; readonly steps: number };
}

/** A piece of work; what is left out is 0. */
export interface WorkPart extends Partial<WorkEstimate> {
  /** True where all of it is skipped on most pools. Default: false. */
  readonly isLazy?: boolean;
}

/** What several pieces of work take that are done one after the other and keep what they hold. */
export function addWork(...parts: readonly WorkPart[]): WorkEstimate {
  const total = { bytes: 0, multiplications: 0, steps: 0, rare: { multiplications: 0, steps: 0 } };
  for (const { bytes = 0, multiplications = 0, steps = 0, isLazy = false, rare } of parts) {
    total.bytes += bytes;
    total.multiplications += multiplications;
    total.steps += steps;
    total.rare.multiplications += isLazy ? multiplications : (rare?.multiplications ?? 0);
    total.rare.steps += isLazy ? steps : (rare?.steps ?? 0);
  }
  return total;
}
