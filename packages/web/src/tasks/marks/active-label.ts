import type { Project } from '@alaas/core';
import { useState } from 'react';

/** The label of the next mark by project, so that it stays from item to item. */
const chosen = new Map<string, string | undefined>();

/** @param first the label before one was chosen */
export function useActiveLabel(
  project: Pick<Project, 'id' | 'labels'>,
  first: string | undefined,
): readonly [active: string | undefined, activate: (label: string | undefined) => void] {
  const known = chosen.has(project.id) ? chosen.get(project.id) : first;
  const [active, setActive] = useState(known);
  // a label that the project has no more is nothing to mark with
  const isThere = project.labels.some(({ name }) => name === active);
  return [
    isThere ? active : first,
    (label) => {
      chosen.set(project.id, label);
      setActive(label);
    },
  ];
}
