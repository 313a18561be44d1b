import type { Compute } from '../../packages/core/src/index.ts';
import type { Ratio } from '../result.ts';
import type { Python } from './python.ts';

/** What a row of the table works with. */
export interface Bench {
  /** The other side. */
  readonly python: Python;
  /** For files; emptied after each row. */
  readonly folder: string;
  /** Runs our array programs, with as many threads as the other side has. */
  readonly compute: Compute;
  /** Says how far the row is. */
  readonly say: (text: string) => void;
}

/** A row of the table: some work, done by both sides on the same numbers. */
export interface Row {
  /** What `--only` names. */
  readonly name: string;
  /** Why it cannot run here; the other rows run without it. */
  readonly skipped?: string | undefined;
  /** True when nothing is compared with: it runs where Python is absent, and may not use it. */
  readonly isAlone?: boolean;
  run(bench: Bench): Promise<Ratio[]>;
}
