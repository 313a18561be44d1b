/** Items by the group they belong to. */
export interface Buckets {
  /** Of the first group, then of the second... */
  readonly items: Uint32Array;
  /** [groups] where the items of each group end. */
  readonly ends: Uint32Array;
}

/** Sorts items by group, in O(items); those of a group keep their order. @param groupOf of each of them, below `groups` */
export function bucket(items: Uint32Array, groupOf: Uint16Array | Uint32Array, groups: number): Buckets {
  const ends = new Uint32Array(groups);
  for (let at = 0; at < items.length; at++) {
    const group = groupOf[at] as number;
    ends[group] = (ends[group] as number) + 1;
  }
  for (let group = 1; group < groups; group++) ends[group] = (ends[group] as number) + (ends[group - 1] as number);
  const next = Uint32Array.from(ends, (_, group) => ends[group - 1] ?? 0);
  const sorted = new Uint32Array(items.length);
  for (let at = 0; at < items.length; at++) {
    const group = groupOf[at] as number;
    const place = next[group] as number;
    sorted[place] = items[at] as number;
    next[group] = place + 1;
  }
  return { items: sorted, ends };
}

export function itemsOf({ items, ends }: Buckets, group: number): Uint32Array {
  return items.subarray(ends[group - 1] ?? 0, ends[group]);
}
