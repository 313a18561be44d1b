import { type Config, type SelectionRequest, signalNames } from '@alaas/core';
import type { SignalsQuery } from '@alaas/engine';
import { choose } from './choices.ts';

/**
 * What a checked request asks of the engine, the config filling the gaps.
 *
 * @throws AlaasError `INVALID_BUDGET`, `UNKNOWN_STRATEGY`, `INVALID_OPTION`
 */
export function signalsQuery(request: SelectionRequest, config: Config): SignalsQuery {
  const { labelled, labels } = request;
  const { budget, seed, strategy } = choose(request, config);
  return {
    budget,
    seed,
    strategy,
    signals: Object.fromEntries(signalNames.map((name) => [name, request[name]])),
    ...(labelled !== undefined && { labelled: { rows: labelled, labels } }),
  };
}
