import {
  AlaasError,
  type Fault,
  type ProjectLabel,
  type ProjectSettings,
  parseOptions,
  planStopping,
} from '@alaas/core';
import { findLearner, stoppingRules } from '@alaas/zoo';
import { chooseStrategy } from '../use-cases/choices.ts';

/**
 * Checks what the schema of settings cannot: names are known, and labels are distinct and fit the task.
 *
 * @throws AlaasError `INVALID_REQUEST` with every problem of the labels and the stopping rules, `UNKNOWN_STRATEGY`,
 *   `UNKNOWN_WRAPPER`, `UNKNOWN_LEARNER`, `INVALID_OPTION`
 */
export function checkSettings({ task, labels, strategy, learner, stopping, keys }: ProjectSettings): void {
  const faults = [...labelFaults(task, labels), ...keyFaults(labels, keys)];
  if (faults.length > 0) {
    const lines = faults.map(({ path, message }) => `${path}: ${message}`).join('; ');
    const title = faults.length === 1 ? 'A problem in the project' : `${faults.length} problems in the project`;
    throw new AlaasError('INVALID_REQUEST', `${title}: ${lines}.`, { details: faults });
  }
  chooseStrategy(strategy);
  const { type, options } = typeof learner === 'string' ? { type: learner, options: {} } : learner;
  parseOptions(findLearner(type), options);
  if (stopping !== null) planStopping(stopping, { rules: stoppingRules, what: '"stopping"', code: 'INVALID_REQUEST' });
}

function labelFaults(task: ProjectSettings['task'], labels: readonly ProjectLabel[]): Fault[] {
  if (task === 'pairwise') {
    if (labels.length === 0) return [];
    return [{ path: 'labels', message: 'a pairwise task has none; its answers are left, right and tie' }];
  }
  if (labels.length === 0) return [{ path: 'labels', message: `a ${task} task needs at least one` }];
  return doubles(labels.map(({ name }) => name)).map(({ value, at }) => ({
    path: `labels[${at}].name`,
    message: `"${value}" is there twice`,
  }));
}

/** A key does one thing: it chooses one label, or acts. */
function keyFaults(labels: readonly ProjectLabel[], keys: ProjectSettings['keys']): Fault[] {
  const used = [
    ...labels.flatMap(({ key }, i) => (key === undefined ? [] : [{ path: `labels[${i}].key`, key }])),
    ...Object.entries(keys).map(([action, key]) => ({ path: `keys.${action}`, key })),
  ];
  return doubles(used.map(({ key }) => key)).flatMap(({ value, at }) => {
    const { path } = used[at] ?? { path: 'keys' };
    return { path, message: `the key "${value}" is taken by ${used.find(({ key }) => key === value)?.path}` };
  });
}

/** Values that were there before, with their places. */
function doubles(values: readonly string[]): { value: string; at: number }[] {
  const seen = new Set<string>();
  return values.flatMap((value, at) => {
    if (seen.has(value)) return [{ value, at }];
    seen.add(value);
    return [];
  });
}
