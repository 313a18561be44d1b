import type { ModelStore } from '../../database/model-table.ts';
import type { VersionEvaluation } from './evaluate-version.ts';
import { type ProjectCurvePoint, thinned } from './learning-curve.ts';
import type { StoredRound } from './stop-advice.ts';

/** Evaluations that are kept: twice as many as a curve shows, so that thinning is rare. */
const KEPT = 400;
/** Rounds whose stop sets are kept: no rule looks further back. */
const WITH_STOP_SET = 50;

interface Entry {
  readonly version: number;
  readonly at: number;
  readonly stored: VersionEvaluation;
}

/** The evaluations of a project's versions: all of the newest ones, and enough of the older ones for a curve. */
export class EvaluationHistory {
  readonly #project: string;
  readonly #models: ModelStore;
  #entries: Entry[];

  private constructor(project: string, models: ModelStore, entries: Entry[]) {
    this.#project = project;
    this.#models = models;
    this.#entries = entries;
  }

  static async load(project: string, models: ModelStore): Promise<EvaluationHistory> {
    const rows = await models.evaluated(project);
    const entries = rows.map(({ version, at, evaluation = 'null' }) => ({
      version,
      at,
      stored: JSON.parse(evaluation) as VersionEvaluation,
    }));
    return new EvaluationHistory(project, models, entries);
  }

  /** Takes in the evaluation of a version; one that it had is replaced, but for its round. */
  async add(version: number, at: number, stored: VersionEvaluation): Promise<void> {
    const before = this.#entries.at(-1);
    const isAgain = before?.version === version;
    const round = stored.round ?? (isAgain ? before.stored.round : undefined);
    const entry = { version, at, stored: { ...stored, round } };
    if (isAgain) this.#entries.pop();
    this.#entries.push(entry);
    await this.#models.evaluate(this.#project, version, JSON.stringify(entry.stored));
    if (stored.round !== undefined) await this.#shrinkRound();
    if (this.#entries.length > KEPT) await this.#thin();
  }

  get(version: number): VersionEvaluation | undefined {
    return this.#entries.find((entry) => entry.version === version)?.stored;
  }

  /** Of the newest version that was measured. */
  get newest(): VersionEvaluation | undefined {
    return this.#entries.at(-1)?.stored;
  }

  get curve(): ProjectCurvePoint[] {
    return thinned(
      this.#entries.flatMap(({ version, at, stored: { spent, evaluation } }) =>
        evaluation === null
          ? []
          : [
              {
                labels: spent,
                modelVersion: version,
                accuracy: evaluation.accuracy,
                macroF1: evaluation.macroF1,
                at: new Date(at).toISOString(),
              },
            ],
      ),
    );
  }

  /** Oldest first. */
  get rounds(): StoredRound[] {
    return this.#entries.flatMap(({ stored }) => stored.round ?? []);
  }

  /** The stop sets of old rounds are most of what is stored, and nobody looks at them again. */
  async #shrinkRound(): Promise<void> {
    const withRound = this.#entries.filter(({ stored }) => stored.round !== undefined);
    const old = withRound.at(-WITH_STOP_SET - 1);
    if (old?.stored.round === undefined) return;
    const { stopSet: _set, batchConfidences: _confidences, ...round } = old.stored.round;
    await this.#replace({ ...old, stored: { ...old.stored, round } });
  }

  async #replace(entry: Entry): Promise<void> {
    this.#entries = this.#entries.map((one) => (one.version === entry.version ? entry : one));
    await this.#models.evaluate(this.#project, entry.version, JSON.stringify(entry.stored));
  }

  async #thin(): Promise<void> {
    const plain = this.#entries.filter(({ stored }) => stored.round === undefined);
    const points = plain.map(({ version, stored }) => ({ version, labels: stored.spent }));
    const kept = new Set(thinned(points, KEPT / 4).map(({ version }) => version));
    const newest = this.#entries.at(-1)?.version;
    const gone = plain.filter(({ version }) => !kept.has(version) && version !== newest);
    const versions = new Set(gone.map(({ version }) => version));
    this.#entries = this.#entries.filter(({ version }) => !versions.has(version));
    for (const version of versions) await this.#models.evaluate(this.#project, version, undefined);
  }
}
