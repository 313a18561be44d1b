import { createHash } from 'node:crypto';
import {
  AlaasError,
  type Compute,
  copyOfRows,
  createRandom,
  type Head,
  type Matrix,
  matrix,
  parseOptions,
} from '@alaas/core';
import {
  createInterpreter,
  type LayoutAsk,
  type LiveAsk,
  type LiveContent,
  type LiveHead,
  type LiveItem,
  type LivePool,
  type LiveRanking,
  type LiveScores,
  type LiveTraining,
  selectPool,
} from '@alaas/engine';
import { findLearner, findStrategy, predictProbabilities } from '@alaas/zoo';

/** A live pool of given vectors, with the learners and strategies of the zoo. It remembers who taught whom. */
export class VectorPool implements LivePool {
  readonly dataset = 'd';
  readonly model = { name: 'given', digest: 'given-1' };
  readonly firsts: Uint8Array;
  /** Every training that began, in order. */
  readonly trainings: LiveTraining[] = [];
  /** What each head was taught. */
  readonly taught = new WeakMap<LiveHead, LiveTraining>();
  /** Every question about single positions: whom, and about which. */
  readonly asked: { readonly head: LiveHead; readonly positions: Uint32Array }[] = [];
  /** Called before each training; what it throws, the training throws. */
  beforeTraining: (training: LiveTraining) => Promise<void> = async () => undefined;
  /** Thrown by rankings. */
  rankFailure: unknown;
  isClosed = false;
  #embeddings: Matrix;
  /** Rows that are waiting for features. */
  #waiting = 0;
  readonly #compute: Compute = createInterpreter();

  /** @param ready rows that have features from the beginning. Default: all */
  constructor(embeddings: Matrix, ready: number = embeddings.rows) {
    this.#embeddings = embeddings;
    this.#waiting = embeddings.rows - ready;
    this.firsts = new Uint8Array(embeddings.rows).fill(1);
  }

  get size(): number {
    return this.#embeddings.rows - this.#waiting;
  }

  get width(): number {
    return this.#embeddings.columns;
  }

  digest(size: number = this.size): string {
    return createHash('sha256').update(`first ${size}`).digest('hex');
  }

  async refresh(): Promise<number> {
    const added = this.#waiting;
    this.#waiting = 0;
    return added;
  }

  id(position: number): string {
    return `item-${position}`;
  }

  sha256(position: number): string {
    return createHash('sha256').update(this.id(position)).digest('hex');
  }

  item(position: number): LiveItem {
    const id = this.id(position);
    return { id, uri: `memory:${id}`, sha256: this.sha256(position), text: `text ${position}` };
  }

  positionOf(item: string): number | undefined {
    const position = Number(/^item-(\d+)$/.exec(item)?.[1]);
    return position < this.size ? position : undefined;
  }

  async train(training: LiveTraining, signal: AbortSignal): Promise<LiveHead> {
    this.trainings.push(training);
    await this.beforeTraining(training);
    this.#check(signal);
    const { labels, classes } = training;
    const head =
      labels instanceof Uint8Array
        ? await this.#trainSeveral(training, labels)
        : await this.#trainSingle(training, labels, classes);
    this.taught.set(head, training);
    return head;
  }

  async #trainSingle(training: LiveTraining, labels: Int32Array, classes: readonly string[]): Promise<LiveHead> {
    if (new Set(labels).size < 2) throw new AlaasError('INVALID_LABELS', 'Only one class is known.');
    return { kind: 'single', classes, head: await this.#fit(training, labels, classes) };
  }

  async #trainSeveral(training: LiveTraining, flags: Uint8Array): Promise<LiveHead> {
    const { classes, positions } = training;
    const heads: Head[] = [];
    for (const [k] of classes.entries()) {
      const labels = Int32Array.from(positions, (_, row) => flags[row * classes.length + k] as number);
      heads.push(await this.#fit(training, labels, ['no', 'yes']));
    }
    return { kind: 'multi', classes, heads };
  }

  async #fit({ positions, learner: id, options, seed }: LiveTraining, labels: Int32Array, classes: readonly string[]) {
    const learner = findLearner(id);
    return await learner.fit(
      { embeddings: copyOfRows(this.#embeddings, positions), labels, classes },
      {
        options: parseOptions(learner, options),
        random: createRandom(seed),
        compute: this.#compute,
        checkpoint: () => undefined,
      },
    );
  }

  async score(head: LiveHead, signal: AbortSignal, positions?: Uint32Array): Promise<LiveScores> {
    this.#check(signal);
    if (positions !== undefined) this.asked.push({ head, positions });
    const all = Uint32Array.from({ length: this.size }, (_, position) => position);
    const rows = copyOfRows(this.#embeddings, positions ?? all);
    return { probabilities: await this.#say(head, rows) };
  }

  async #say(head: LiveHead, rows: Matrix): Promise<Matrix> {
    if (head.kind === 'single') return await predictProbabilities(head.head, rows, this.#compute);
    const data = new Float32Array(rows.rows * head.classes.length);
    for (const [k, one] of head.heads.entries()) {
      const said = await predictProbabilities(one, rows, this.#compute);
      for (let row = 0; row < rows.rows; row++) data[row * head.classes.length + k] = said.data[2 * row + 1] as number;
    }
    return matrix(data, head.classes.length);
  }

  async rank(ask: LiveAsk, signal: AbortSignal): Promise<LiveRanking> {
    this.#check(signal);
    if (this.rankFailure !== undefined) throw this.rankFailure;
    const { head, candidates, seed } = ask;
    const type =
      ask.strategy.type === 'auto' ? (head === undefined ? 'random' : 'margin-confidence') : ask.strategy.type;
    const strategy = findStrategy(type);
    const pool = copyOfRows(this.#embeddings, Uint32Array.from(candidates.keys()));
    const others = Uint32Array.from([...candidates.keys()].filter((position) => candidates[position] === 0));
    const { rows, utilities } = await selectPool(
      {
        size: pool.rows,
        embeddings: pool,
        ...(head && { probabilities: await this.#say(head, pool) }),
        labelled: { rows: others, labels: new Int32Array(others.length) },
      },
      {
        strategy,
        options: ask.strategy.options,
        budget: Math.min(ask.budget, candidates.length - others.length),
        seed,
        compute: this.#compute,
        signal,
      },
    );
    return { strategy: strategy.id, positions: rows, utilities };
  }

  /** A text is the numbers of its embedding, one behind the other. */
  async predict(head: LiveHead, contents: readonly LiveContent[]) {
    const out: (Float32Array | { code: string; message: string })[] = [];
    for (const { text } of contents) {
      const numbers = Float32Array.from((text ?? '').split(' '), Number);
      const isSound = numbers.length === this.width && numbers.every(Number.isFinite);
      out.push(
        isSound
          ? (await this.#say(head, matrix(numbers, this.width))).data
          : { code: 'DECODE_CORRUPT', message: 'These are no numbers.' },
      );
    }
    return out;
  }

  async nearest(
    position: number,
    { among, count }: { readonly among?: Uint32Array | undefined; readonly count: number },
  ): Promise<{ position: number; similarity: number }[]> {
    const rowOf = (at: number): number[] => [...copyOfRows(this.#embeddings, Uint32Array.of(at)).data];
    const product = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, x, d) => sum + x * (b[d] ?? 0), 0);
    const own = rowOf(position);
    const all = among ?? Uint32Array.from({ length: this.size }, (_, at) => at);
    return [...all]
      .filter((other) => other !== position)
      .map((other) => {
        const row = rowOf(other);
        return { position: other, similarity: product(own, row) / Math.sqrt(product(own, own) * product(row, row)) };
      })
      .sort((a, b) => b.similarity - a.similarity || a.position - b.position)
      .slice(0, count);
  }

  async search(text: string): Promise<Uint32Array> {
    const all = Uint32Array.from({ length: this.size }, (_, at) => at);
    return all.filter((at) => JSON.stringify(this.item(at)).includes(text));
  }

  /** The first two numbers of each row. */
  async layout({ positions }: LayoutAsk, _watch?: Parameters<LivePool['layout']>[1]): Promise<Matrix> {
    const rows = copyOfRows(this.#embeddings, positions);
    return matrix(
      Float32Array.from(positions.length === 0 ? [] : rows.data).filter((_, i) => i % rows.columns < 2),
      2,
    );
  }

  async place(_laidOut: unknown, positions: Uint32Array): Promise<Matrix> {
    return { data: new Float32Array(positions.length * 2), rows: positions.length, columns: 2 };
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  #check(signal: AbortSignal): void {
    if (signal.aborted) throw new AlaasError('CANCELLED', 'The work was cancelled before it finished.');
  }
}
