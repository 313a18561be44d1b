/** One piece of work after another for each name, in the order of arrival. */
export interface Turns {
  take<T>(name: string, work: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return {
    async take(name, work) {
      const before = last.get(name);
      const mine = Promise.withResolvers<void>();
      last.set(name, mine.promise);
      try {
        await before;
        return await work();
      } finally {
        mine.resolve();
        if (last.get(name) === mine.promise) last.delete(name);
      }
    },
  };
}
