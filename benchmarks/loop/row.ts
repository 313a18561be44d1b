import type { Ratio } from '../result.ts';

/** What a row of the table works with. */
export interface Bench {
  /** For files; emptied after each row. */
  readonly folder: string;
  /** Says how far the row is. */
  readonly say: (text: string) => void;
}

/** A row of the table: one thing that the service has to bear, done to a server in a process of its own. */
export interface Row {
  /** What `--only` names. */
  readonly name: string;
  run(bench: Bench): Promise<Ratio[]>;
}
