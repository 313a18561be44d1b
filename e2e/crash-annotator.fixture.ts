import { createClient, type ProjectClient } from '../packages/client/src/index.ts';
import {
  hashText,
  isAlaasError,
  type Lease,
  type ProjectResponse,
  type Random,
  type ResponseInput,
} from '../packages/core/src/index.ts';

/** What was acknowledged of one answer. */
export interface Acknowledged {
  readonly id: string;
  readonly item: string;
  readonly value: string;
}

type Sent = ResponseInput & { readonly key: string; readonly value: string };

export interface AnnotatorOptions {
  readonly name: string;
  readonly token: string;
  readonly project: string;
  readonly labels: readonly string[];
  readonly random: Random;
}

/**
 * Somebody who labels a service that dies now and then, and who keeps a book of all that it acknowledged. What got no answer is
 * sent again, with the same key, when the service is back.
 */
export class CrashAnnotator {
  readonly name: string;
  /** Answers that stand, the oldest first. */
  readonly standing: Acknowledged[] = [];
  readonly undone = new Set<string>();
  /** Ids of every answer that was ever acknowledged. */
  readonly acknowledged = new Set<string>();
  /** Leases whose being seen was acknowledged and that were not answered, with their items. */
  readonly seen = new Map<string, string>();
  /** How often an answer that got no reply had been kept all the same. */
  keptUnheard = 0;
  readonly #options: AnnotatorOptions;
  #leases: readonly Lease[] = [];
  #unheard: readonly Sent[] = [];
  #unheardUndo = false;
  #keys = 0;
  #client: ProjectClient | undefined;

  constructor(options: AnnotatorOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** The project as this person sees it, on the service that runs now. */
  at(url: string): ProjectClient {
    const { token, project } = this.#options;
    this.#client = createClient({ url, token }).project(project);
    return this.#client;
  }

  /** Finds out what became of what got no reply. */
  async settle(): Promise<void> {
    if (this.#unheard.length > 0) {
      const outcomes = await this.#send(this.#unheard);
      const repeated = outcomes.filter((isRepeated) => isRepeated).length;
      if (repeated !== 0 && repeated !== outcomes.length) throw new Error('One request was kept in part.');
      this.keptUnheard += repeated;
    }
    if (this.#unheardUndo) {
      const newest = this.standing.at(-1);
      const { responses } = await this.#history();
      if (newest !== undefined && !responses.some(({ id }) => id === newest.id)) this.#takeBack(newest.id);
      this.#unheardUndo = false;
    }
  }

  /** Labels until the service is gone. */
  async labelUntilKilled(): Promise<void> {
    for (;;) {
      try {
        await this.settle();
        await this.#step();
      } catch (error) {
        if (isAlaasError(error, 'UNREACHABLE')) return;
        // the database is away for a moment
        if (!isAlaasError(error, 'NOT_READY') && !isAlaasError(error, 'STORE_LOCKED')) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  /** Everything of this person that the service says stands, the newest first. */
  async history(): Promise<ProjectResponse[]> {
    return await Array.fromAsync(this.#project.history());
  }

  /** Those of the seen leases that the service does not know any more. */
  async lostLeases(): Promise<string[]> {
    const seen = [...this.seen.keys()];
    const held = new Set<string>();
    for (let start = 0; start < seen.length; start += 100) {
      for (const id of await this.#project.heartbeat(seen.slice(start, start + 100))) held.add(id);
    }
    return seen.filter((id) => !held.has(id));
  }

  /** Items in hand. */
  async inHand(): Promise<string[]> {
    this.#leases = (await this.#project.next({ n: 3 })).leases;
    return this.#leases.map(({ item }) => item);
  }

  async #step(): Promise<void> {
    const { random } = this.#options;
    if (random.next() < 0.12 && this.standing.length > 0) {
      this.#unheardUndo = true;
      for (const { id } of await this.#project.undo()) this.#takeBack(id);
      this.#unheardUndo = false;
      return;
    }
    await this.inHand();
    const [first] = this.#leases;
    if (first === undefined) return;
    if (random.next() < 0.5) {
      await this.#project.heartbeat(
        this.#leases.map(({ id }) => id),
        { seen: [first.id] },
      );
      this.seen.set(first.id, first.item);
    }
    this.#unheard = this.#leases.slice(0, 1 + random.below(2)).map(({ id, item }) => this.#answer(id, item));
    await this.#send(this.#unheard);
  }

  #answer(lease: string, item: string): Sent {
    const { labels, random } = this.#options;
    const key = `${this.name}/${this.#keys++}`;
    // people agree about most items: a head learns nothing of those that they dispute
    const place = random.next() < 0.1 ? random.below(labels.length) : hashText(item) % labels.length;
    return { item, lease, key, value: labels[place] as string, leadTimeMs: 1500 };
  }

  /** Sends answers and books what is acknowledged. @returns for each whether the service had it already */
  async #send(sent: readonly Sent[]): Promise<boolean[]> {
    const { items } = await this.#project.respond(sent);
    const repeated = items.map((outcome, i) => {
      const { item, value } = sent[i] as Sent;
      if ('error' in outcome || outcome.response === undefined) {
        throw new Error(`An answer was refused: ${JSON.stringify(outcome)}`);
      }
      const { id } = outcome.response;
      if (this.acknowledged.has(id)) throw new Error(`Two keys have one answer, ${id}.`);
      this.acknowledged.add(id);
      this.standing.push({ id, item, value });
      for (const [lease, held] of this.seen) if (held === item) this.seen.delete(lease);
      return outcome.isRepeated;
    });
    this.#unheard = [];
    return repeated;
  }

  #takeBack(id: string): void {
    const at = this.standing.findIndex((one) => one.id === id);
    if (at < 0) throw new Error(`${id} was undone, and did not stand.`);
    this.standing.splice(at, 1);
    this.undone.add(id);
  }

  async #history(): Promise<{ responses: ProjectResponse[] }> {
    return { responses: await this.history() };
  }

  get #project(): ProjectClient {
    if (this.#client === undefined) throw new Error('at() comes first.');
    return this.#client;
  }
}
