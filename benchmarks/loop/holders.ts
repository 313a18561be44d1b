/** Who holds or has answered an item, as those who ask and answer know it: counts items beyond the overlap. */
export interface Holders {
  /** Somebody asks: until the answer, what they hold unanswered may be changing. */
  ask(person: string): void;
  /** They hold these, and no others. */
  receive(person: string, items: readonly string[]): void;
  answer(person: string, item: string): void;
  /** Times an item was found in more hands than it needs answers. */
  readonly tooMany: number;
}

/** @param overlap answers that an item needs */
export function createHolders(overlap: number): Holders {
  const answered = new Map<string, Set<string>>();
  const held = new Map<string, ReadonlySet<string>>();
  let tooMany = 0;
  return {
    ask: (person) => void held.delete(person),
    receive(person, items) {
      held.set(person, new Set(items));
      for (const item of items) {
        const people = new Set(answered.get(item));
        for (const [other, theirs] of held) if (theirs.has(item)) people.add(other);
        if (people.size > overlap) tooMany++;
      }
    },
    answer(person, item) {
      const people = answered.get(item) ?? new Set();
      answered.set(item, people.add(person));
    },
    get tooMany() {
      return tooMany;
    },
  };
}
