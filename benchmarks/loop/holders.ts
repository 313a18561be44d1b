/** Who has an item or has answered it, as those who ask and answer see it: counts those beyond the overlap. */
export interface Holders {
  /** Somebody was given the item. */
  take(item: string, person: string): void;
  /** Items that were in more hands at once than they need answers. */
  readonly tooMany: number;
}

/** @param overlap answers that an item needs. Nobody gives an item back: who had it once counts to the end. */
export function createHolders(overlap: number): Holders {
  const people = new Map<string, Set<string>>();
  let tooMany = 0;
  return {
    take(item, person) {
      const holders = people.get(item) ?? new Set();
      people.set(item, holders);
      const before = holders.size;
      holders.add(person);
      if (before === overlap && holders.size > overlap) tooMany++;
    },
    get tooMany() {
      return tooMany;
    },
  };
}
