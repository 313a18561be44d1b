import type { ProjectStore } from '../database/project-store.ts';

/** What a Label Studio project has told of itself. */
export interface KnownProject {
  /** Address of Label Studio. */
  readonly hostname?: string | undefined;
  /** XML of the labelling interface. */
  readonly config?: string | undefined;
}

/** What Label Studio projects told when they were set up: webhooks do not repeat it all, and may come first after a restart. */
export interface KnownProjects {
  /** @param number of the project in Label Studio */
  get(project: string, number: string): Promise<KnownProject>;
  /** Adds what is told now; on disk when it returns. */
  learn(project: string, number: string, told: KnownProject): Promise<void>;
  forget(project: string, number: string): Promise<void>;
}

export function createKnownProjects(store: ProjectStore): KnownProjects {
  const memory = new Map<string, Map<string, KnownProject>>();
  const known: KnownProjects = {
    async get(project, number) {
      const kept = memory.get(project)?.get(number);
      if (kept !== undefined) return kept;
      const stored = await store.read(project, (data) => data.outsideProjects.get(number));
      const { hostname, config } = stored ?? {};
      return remember(project, number, { hostname: hostname ?? undefined, config: config ?? undefined });
    },
    async learn(project, number, told) {
      const before = await known.get(project, number);
      const { hostname = before.hostname, config = before.config } = told;
      if (hostname === before.hostname && config === before.config) return;
      await store.inProject(project, (data) =>
        data.outsideProjects.put({ number, hostname: hostname ?? null, config: config ?? null }),
      );
      remember(project, number, { hostname, config });
    },
    async forget(project, number) {
      memory.get(project)?.delete(number);
      await store.inProject(project, (data) => data.outsideProjects.delete(number));
    },
  };
  return known;

  function remember(project: string, number: string, told: KnownProject): KnownProject {
    const numbers = memory.get(project) ?? new Map<string, KnownProject>();
    memory.set(project, numbers.set(number, told));
    return told;
  }
}
