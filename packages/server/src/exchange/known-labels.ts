import { setImmediate } from 'node:timers/promises';
import type { Engine } from '@alaas/engine';

/** Items looked at between two pauses. */
const pageItems = 2000;

/**
 * The labels that a dataset's items came with, as a file of ours: a line an item.
 *
 * @param isMany whether an answer is a list of labels
 */
export async function* knownLabels(
  engine: Pick<Engine, 'items'>,
  dataset: string,
  isMany: boolean,
): AsyncGenerator<Uint8Array, void> {
  for (let after = -1; ; ) {
    const page = engine.items(dataset, { after, limit: pageItems });
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.row;
    const lines = page.flatMap(({ id, label }) =>
      label === undefined ? [] : `${JSON.stringify({ item: id, label: isMany ? [label] : label })}\n`,
    );
    if (lines.length > 0) yield Buffer.from(lines.join(''));
    await setImmediate();
  }
}
