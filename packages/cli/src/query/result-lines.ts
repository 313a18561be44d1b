import type { Pick, QueryResult } from '@alaas/core';

/** The lines of picks.jsonl, best first. */
export function* pickLines(picks: readonly Pick[]): Generator<string> {
  for (const { rank, id, uri, utility, strategy, model, seed, sha256, wrap } of picks) {
    // without wrappers there is no such key
    yield JSON.stringify({ rank, id, uri, utility, strategy, model, seed, sha256, wrap });
  }
}

/** The lines of the `--errors` file: what could not be read, and why. */
export function* errorLines(errors: QueryResult['errors']): Generator<string> {
  for (const { uri, code, message } of errors) yield JSON.stringify({ uri, code, message });
}
