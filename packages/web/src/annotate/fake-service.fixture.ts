import { AlaasError, type Lease, type Next, type ProjectResponse, type ResponseInput } from '@alaas/core';

/** A label queue in memory, with a connection that can break before or after the service has done its work. */
export function fakeService(items: readonly string[]) {
  const leases = new Map<string, { id: string; item: string; isSeen: boolean }>();
  const standing: ProjectResponse[] = [];
  const byKey = new Map<string, ProjectResponse>();
  const drafts = new Map<string, unknown>();
  const calls: string[] = [];
  let count = 0;
  const service = {
    items: [...items],
    leases,
    standing,
    drafts,
    calls,
    /** `lost`: the work is done, and the reply does not arrive. */
    connection: 'up' as 'up' | 'down' | 'lost',
    empty: { reason: 'done', detail: 'Every item has its answers.' } as NonNullable<Next['empty']>,
    refuse: new Set<string>(),
    async next({ n = 5 }: { n?: number; anyway?: boolean } = {}): Promise<Next> {
      return await call('next', () => {
        for (const item of service.items) {
          if (leases.size >= n) break;
          const isTaken = [...leases.values()].some((lease) => lease.item === item);
          if (!isTaken && !standing.some((response) => response.item === item)) hold(item, false);
        }
        const held = [...leases.values()].sort((a, b) => Number(b.isSeen) - Number(a.isSeen)).slice(0, n);
        const given = held.map(leaseOf);
        return {
          leases: given,
          mine: standing.length,
          completed: standing.length,
          ...(given.length > 0 ? {} : { empty: service.empty }),
        };
      });
    },
    async heartbeat(ids: readonly string[], { seen = [] }: { seen?: readonly string[] } = {}) {
      return await call('heartbeat', () => {
        for (const id of seen) {
          const lease = leases.get(id);
          if (lease !== undefined) lease.isSeen = true;
        }
        return ids.filter((id) => leases.has(id));
      });
    },
    async giveBack(ids: readonly string[]) {
      await call('giveBack', () => {
        for (const id of ids) leases.delete(id);
      });
    },
    async respond(inputs: readonly ResponseInput[]) {
      return await call(`respond ${inputs.map(({ item }) => item).join(' ')}`, () => ({ items: inputs.map(take) }));
    },
    async undo() {
      return await call('undo', () => {
        const last = standing.pop();
        if (last === undefined) return [];
        hold(last.item, true);
        return [last];
      });
    },
    async redo(): Promise<ProjectResponse[]> {
      return await call('redo', () => []);
    },
    async historyPage() {
      return await call('history', () => ({ responses: standing.toReversed() }));
    },
  };
  return service;

  async function call<T>(name: string, work: () => T): Promise<T> {
    // a reply never comes in the same turn
    await Promise.resolve();
    if (service.connection === 'down') throw new AlaasError('UNREACHABLE', 'The service is away.');
    calls.push(name);
    const result = work();
    if (service.connection === 'lost') throw new AlaasError('UNREACHABLE', 'The reply was lost.');
    return result;
  }

  function hold(item: string, isSeen: boolean): void {
    const id = `lease-${++count}`;
    leases.set(id, { id, item, isSeen });
  }

  function take(input: ResponseInput) {
    const { item, key, status = 'submitted', value, note } = input;
    if (service.refuse.has(item)) return { error: { code: 'INVALID_ANSWER' as const, detail: `No to ${item}.` } };
    if (status === 'draft') {
      drafts.set(item, value);
      return { isRepeated: false };
    }
    const known = byKey.get(key ?? '');
    if (known !== undefined) return { response: known, isRepeated: true };
    const before = standing.findIndex((response) => response.item === item);
    if (before >= 0) standing.splice(before, 1);
    for (const lease of leases.values()) if (lease.item === item) leases.delete(lease.id);
    const response: ProjectResponse = {
      id: `response-${++count}`,
      item,
      annotator: 'ada',
      status,
      value,
      note,
      origin: 'manual',
      reason: { arm: 'strategy', strategy: 'margin-confidence' },
      isExtra: false,
      createdAt: '2026-01-01T00:00:00.000Z',
    } as ProjectResponse;
    standing.push(response);
    byKey.set(key ?? '', response);
    return { response, isRepeated: false };
  }
}

function leaseOf({ id, item }: { id: string; item: string }): Lease {
  return {
    id,
    item,
    uri: `file:///${item}`,
    content: `/items/${item}`,
    expiresAt: '2026-01-01T00:10:00.000Z',
    reason: { arm: 'strategy', strategy: 'margin-confidence' },
  };
}

/** A clock that moves when it is told to. */
export function fakeTime() {
  let now = 1_000_000;
  let plans: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    later(ms: number, run: () => void) {
      const plan = { at: now + ms, run };
      plans.push(plan);
      // what is due now does not wait for the clock
      if (ms === 0) {
        queueMicrotask(() => {
          if (!plans.includes(plan)) return;
          plans = plans.filter((other) => other !== plan);
          run();
        });
      }
      return () => {
        plans = plans.filter((other) => other !== plan);
      };
    },
    /** Lets time pass, and what follows from it happen. */
    async pass(ms: number) {
      const end = now + ms;
      for (;;) {
        await settle();
        const due = plans.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        plans = plans.filter((plan) => plan !== due);
        now = Math.max(now, due.at);
        due.run();
      }
      now = end;
      await settle();
    },
  };
}

/** Lets everything that is under way come to its end. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}

/** A store of a browser, in memory. */
export function fakeStorage(): Storage {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    key: (index) => [...values.keys()][index] ?? null,
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => void values.set(name, value),
    removeItem: (name) => void values.delete(name),
    clear: () => values.clear(),
  };
}
