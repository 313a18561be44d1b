import { AlaasError, type Head, hashText, type Item, type Matrix, mix } from '@alaas/core';
import type {
  LayoutAsk,
  LiveAsk,
  LiveContent,
  LiveHead,
  LiveItem,
  LivePool,
  LiveRanking,
  LiveScores,
  LiveTraining,
} from '@alaas/engine';

const WIDTH = 16;

/**
 * A live pool without threads: texts are letter counts, a head is the mean of each class, and the least certain items are
 * asked first. `work` waits where a test closed a gate.
 */
export class MemoryLivePool implements LivePool {
  readonly dataset: string;
  readonly model = { name: 'memory', digest: 'f'.repeat(64) };
  readonly width = WIDTH;
  isClosed = false;
  readonly #source: () => Iterable<Item>;
  readonly #work: (signal: AbortSignal) => Promise<void>;
  #items: readonly Item[] = [];

  /** @param source the items of the dataset now */
  constructor(dataset: string, source: () => Iterable<Item>, work: (signal: AbortSignal) => Promise<void>) {
    this.dataset = dataset;
    this.#source = source;
    this.#work = work;
    this.#items = [...source()];
  }

  get size(): number {
    return this.#items.length;
  }

  digest(size = this.size): string {
    const words = this.#items.slice(0, size).map(contentOf);
    return hashText(words.join('\n')).toString(16).padStart(64, '0');
  }

  get firsts(): Uint8Array {
    const seen = new Set<string>();
    return Uint8Array.from(this.#items, (item) => {
      const isFirst = !seen.has(contentOf(item));
      seen.add(contentOf(item));
      return isFirst ? 1 : 0;
    });
  }

  async refresh({ signal }: { readonly signal: AbortSignal }): Promise<number> {
    await this.#work(signal);
    const before = this.size;
    this.#items = [...this.#source()];
    return this.size - before;
  }

  item(position: number): LiveItem {
    const { id, uri, text } = this.#items[position] as Item;
    return {
      id,
      uri,
      sha256: hashText(text ?? uri)
        .toString(16)
        .padStart(64, '0'),
      ...(text !== undefined && { text }),
    };
  }

  sha256(position: number): string {
    return this.item(position).sha256;
  }

  id(position: number): string {
    return (this.#items[position] as Item).id;
  }

  positionOf(item: string): number | undefined {
    const position = this.#items.findIndex(({ id }) => id === item);
    return position < 0 ? undefined : position;
  }

  async train({ positions, labels, classes, learner }: LiveTraining, signal: AbortSignal): Promise<LiveHead> {
    await this.#work(signal);
    const rows = Array.from(positions, (position) => vectorOf(this.#items[position] as Item));
    if (labels instanceof Int32Array) {
      if (new Set(labels).size < 2) throw new AlaasError('INVALID_LABELS', 'The labels name only one class.');
      return { kind: 'single', classes, head: meansOf(rows, labels, classes, learner) };
    }
    const heads = classes.map((_, k) => {
      const own = Int32Array.from(rows, (_row, i) => labels[i * classes.length + k] as number);
      return meansOf(rows, own, ['no', 'yes'], learner);
    });
    return { kind: 'multi', classes, heads };
  }

  async score(head: LiveHead, signal: AbortSignal, positions?: Uint32Array): Promise<LiveScores> {
    await this.#work(signal);
    const chosen = positions === undefined ? this.#items : Array.from(positions, (at) => this.#items[at] as Item);
    return { probabilities: said(head, chosen.map(vectorOf)) };
  }

  async rank(
    { strategy, head, candidates, budget, training, seed }: LiveAsk,
    signal: AbortSignal,
  ): Promise<LiveRanking> {
    await this.#work(signal);
    const taken = new Set(training?.positions);
    const open = [...candidates.keys()].filter((position) => candidates[position] === 1 && !taken.has(position));
    if (open.length === 0) throw new AlaasError('EMPTY_POOL', 'The pool has no item to choose from.');
    const all = head && said(head, this.#items.map(vectorOf));
    const utilityOf = (position: number): number => {
      if (all === undefined) return mix(seed, position) / 2 ** 32;
      const { data, columns } = all;
      return 1 - Math.max(...data.subarray(position * columns, (position + 1) * columns));
    };
    const ranked = open.map((position) => ({ position, utility: utilityOf(position) }));
    ranked.sort((a, b) => b.utility - a.utility || a.position - b.position);
    const best = ranked.slice(0, budget);
    return {
      strategy: strategy.type === 'auto' ? (head === undefined ? 'random' : 'least-confidence') : strategy.type,
      positions: Uint32Array.from(best, ({ position }) => position),
      utilities: Float64Array.from(best, ({ utility }) => utility),
    };
  }

  async predict(head: LiveHead, contents: readonly LiveContent[], { signal }: Parameters<LivePool['predict']>[2]) {
    await this.#work(signal);
    return contents.map(({ text, uri }) => {
      if (text === undefined) return { code: 'SOURCE_NOT_FOUND', message: `${uri ?? 'This content'} is not there.` };
      return said(head, [vectorOf({ id: '', uri: '', text })]).data;
    });
  }

  async nearest(
    position: number,
    { among, count }: { readonly among?: Uint32Array | undefined; readonly count: number },
  ): Promise<{ position: number; similarity: number }[]> {
    const own = vectorOf(this.#items[position] as Item);
    return [...(among ?? this.#items.keys())]
      .filter((other) => other !== position)
      .map((other) => ({ position: other, similarity: cosine(own, vectorOf(this.#items[other] as Item)) }))
      .sort((a, b) => b.similarity - a.similarity || a.position - b.position)
      .slice(0, count);
  }

  async search(text: string): Promise<Uint32Array> {
    const wanted = text.toLowerCase();
    const holds = ({ id, uri, text: own }: Item): boolean =>
      [id, uri, own].some((part) => part?.toLowerCase().includes(wanted));
    return Uint32Array.from([...this.#items.keys()].filter((at) => holds(this.#items[at] as Item)));
  }

  async layout({ positions }: LayoutAsk): Promise<Matrix> {
    const places = Array.from(positions, (at) => vectorOf(this.#items[at] as Item).subarray(0, 2));
    return { data: Float32Array.from(places.flatMap((place) => [...place])), rows: positions.length, columns: 2 };
  }

  async place(_laidOut: unknown, positions: Uint32Array): Promise<Matrix> {
    return { data: new Float32Array(positions.length * 2), rows: positions.length, columns: 2 };
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

function contentOf({ text, uri }: Item): string {
  return text ?? uri;
}

/** Letters by their code, of unit length. */
function vectorOf(item: Item): Float32Array {
  const counts = new Float32Array(WIDTH);
  for (const letter of contentOf(item)) {
    const at = (letter.codePointAt(0) ?? 0) % WIDTH;
    counts[at] = (counts[at] as number) + 1;
  }
  const length = Math.sqrt(product(counts, counts)) || 1;
  return counts.map((count) => count / length);
}

function meansOf(rows: readonly Float32Array[], labels: Int32Array, classes: readonly string[], learner: string): Head {
  const means = new Float32Array(classes.length * WIDTH);
  for (const [i, row] of rows.entries()) {
    const label = labels[i] as number;
    const count = labels.filter((other) => other === label).length;
    for (let d = 0; d < WIDTH; d++) {
      const at = label * WIDTH + d;
      means[at] = (means[at] as number) + (row[d] as number) / count;
    }
  }
  const parameters = { means: { data: means, shape: [classes.length, WIDTH] } };
  return { learner, classes, width: WIDTH, parameters, members: [], temperature: 1 };
}

function said(head: LiveHead, rows: readonly Float32Array[]): Matrix {
  const columns = head.classes.length;
  const numbers = rows.flatMap((row) =>
    head.kind === 'single' ? [...shares(head.head, row)] : head.heads.map((one) => shares(one, row)[1] as number),
  );
  return { data: Float32Array.from(numbers), rows: rows.length, columns };
}

/** Softmax of ten times the similarity to each mean. */
function shares({ parameters, classes }: Head, row: Float32Array): Float32Array {
  const means = parameters.means?.data ?? new Float32Array();
  const terms = Float32Array.from(classes, (_, k) =>
    Math.exp(10 * product(row, means.subarray(k * WIDTH, (k + 1) * WIDTH))),
  );
  const sum = terms.reduce((total, term) => total + term, 0);
  return terms.map((term) => term / sum);
}

function cosine(a: Float32Array, b: Float32Array): number {
  return product(a, b) / (Math.sqrt(product(a, a) * product(b, b)) || 1);
}

function product(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}
