import type { Random } from '@alaas/core';
import type { Clustering } from './k-means.ts';

/**
 * The row of each cluster that is nearest to its centre, largest clusters first; among equals at random. Distinct, since
 * clusters share no row.
 *
 * @returns [clusters] positions of rows
 */
export function clusterMedoids({ clusters, clusterOf, squares, sizes }: Clustering, random: Random): Uint32Array {
  const nearest = new Int32Array(clusters).fill(-1);
  const ties = new Uint32Array(clusters);
  for (let i = 0; i < clusterOf.length; i++) {
    const cluster = clusterOf[i] as number;
    const tie = random.below(2 ** 32);
    const best = nearest[cluster] as number;
    const lead = best < 0 ? 1 : (squares[best] as number) - (squares[i] as number);
    if (lead < 0 || (lead === 0 && tie >= (ties[cluster] as number))) continue;
    nearest[cluster] = i;
    ties[cluster] = tie;
  }
  const order = Uint32Array.from(nearest.keys()).sort((a, b) => (sizes[b] as number) - (sizes[a] as number));
  return order.map((cluster) => nearest[cluster] as number);
}
