/** A gain below this share counts as none; it is above the noise of a short measurement. */
const worthwhile = 0.05;

export interface BatchLimits {
  /** Smallest size to try. Default: 1. */
  readonly min?: number | undefined;
  /** Largest size to try, at least 1. */
  readonly max: number;
  /** The graph's own batch size, which leaves nothing to choose. */
  readonly fixed?: number | undefined;
}

/**
 * The smallest batch size that runs within 5 % of the fastest one. Sizes double from the smallest until two doublings
 * in a row gain less than 5 % each.
 *
 * @param measure gives items per second at a batch size; called for one size after the other
 * @throws whatever `measure` throws
 */
export async function findBatchSize(measure: (size: number) => Promise<number>, limits: BatchLimits): Promise<number> {
  if (limits.fixed !== undefined) return limits.fixed;
  const speeds: { readonly size: number; readonly speed: number }[] = [];
  let best = 0;
  for (let size = limits.min ?? 1, idle = 0; size <= limits.max && idle < 2; size *= 2) {
    const speed = await measure(size);
    idle = speed < best * (1 + worthwhile) ? idle + 1 : 0;
    best = Math.max(best, speed);
    speeds.push({ size, speed });
  }
  return speeds.find(({ speed }) => speed >= best * (1 - worthwhile))?.size ?? limits.min ?? 1;
}
