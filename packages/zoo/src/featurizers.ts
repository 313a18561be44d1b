/** The built-in models alone, for workers that embed contents: the rest of the zoo is ten times as large. */
import type { Featurizer } from '@alaas/core';
import { featurizers } from './featurizers.gen.ts';
import { find } from './find-by-name.ts';

export { featurizers };

/** The built-in model with this id. @throws AlaasError `UNKNOWN_MODEL` with the nearest name */
export function findFeaturizer(name: string): Featurizer {
  return find(name, featurizers, (featurizer) => [featurizer.id], 'UNKNOWN_MODEL', 'built-in model');
}
