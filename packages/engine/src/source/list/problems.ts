import { AlaasError } from '@alaas/core';

/** One thing wrong with a manifest. */
export interface ManifestProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

const maxProblems = 20;

/** Gathers what is wrong with a manifest, so that its author sees everything at once. */
export class Problems {
  readonly #name: string;
  readonly #found: ManifestProblem[] = [];

  /** @param name of the manifest, as messages show it */
  constructor(name: string) {
    this.#name = name;
  }

  /** @throws AlaasError `INVALID_MANIFEST` when this is the twentieth */
  add(line: number, message: string): void {
    this.#found.push({ line, message });
    if (this.#found.length === maxProblems) throw this.#error();
  }

  get any(): boolean {
    return this.#found.length > 0;
  }

  /** @throws AlaasError `INVALID_MANIFEST` with every problem, as {@link ManifestProblem}s in `details` too */
  throwIfAny(): void {
    if (this.any) throw this.#error();
  }

  #error(): AlaasError {
    const { length } = this.#found;
    const title =
      length === 1 ? 'A problem' : length < maxProblems ? `${length} problems` : `${length} problems or more`;
    const lines = this.#found.map(({ line, message }) => `line ${line}: ${message}`);
    return new AlaasError('INVALID_MANIFEST', `${title} in the manifest ${this.#name}: ${lines.join('; ')}.`, {
      details: this.#found,
    });
  }
}
