import type { ProjectRound } from '@alaas/core';

/** A strategy by its id, with the wrappers around it, the outermost last. */
export function strategyName(strategy: ProjectRound['strategy']): string {
  if (typeof strategy === 'string') return strategy;
  const wraps = strategy.wrap.map((wrap) => (typeof wrap === 'string' ? wrap : wrap.type));
  return [strategy.type, ...wraps].join(' + ');
}
