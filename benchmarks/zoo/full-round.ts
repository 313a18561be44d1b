import { join } from 'node:path';
import { configSchema, type Item, modelEntrySchema } from '../../packages/core/src/index.ts';
import { openEngine } from '../../packages/engine/src/index.ts';
import { sampleTexts } from '../../packages/zoo/src/index.ts';
import { median, ratio } from '../result.ts';
import type { Row } from './row.ts';
import { seconds } from './seconds.ts';

const POOL = 50_000;
const LABELLED = 1000;
const BUDGET = 100;
const REPEATS = 7;
/** The aim, in seconds. */
const AIM = 1;

/**
 * A whole round as the service does it, features being ready: a head is trained on the labels, scores the pool, and BADGE
 * chooses. Nothing is compared with; the ratio is the aim of a second over the median.
 */
export const fullRound: Row = {
  name: 'full-round',
  isAlone: true,
  async run({ folder, say }) {
    const { limits, sources } = configSchema.parse({});
    const engine = await openEngine({ storage: join(folder, 'store'), limits, sources, replicas: 'auto' });
    const watch = { signal: new AbortController().signal, onProgress: () => undefined };
    const model = modelEntrySchema.parse({ name: 'hashed-ngrams' });
    try {
      engine.createDataset('pool', model, 'local');
      await engine.addItems('pool', { items: items() }, watch);
      say('the pool is listed');
      const times: number[] = [];
      // the first one scans, and the second opens sessions and threads
      for (let repeat = -2; repeat < REPEATS; repeat++) {
        const { summary } = await engine.query(
          {
            dataset: 'pool',
            budget: BUDGET,
            strategy: { type: 'badge', options: {} },
            model,
            learner: 'softmax-regression',
            seed: repeat + 2,
            keepDuplicates: false,
          },
          watch,
        );
        say(`scan ${seconds(1000 * summary.seconds.scan)}, round ${seconds(1000 * summary.seconds.select)}`);
        if (repeat >= 0) times.push(summary.seconds.select);
      }
      const middle = median(times);
      const note = `median ${seconds(1000 * middle)}: fit on ${LABELLED} x 768, score ${POOL}, choose ${BUDGET} by BADGE`;
      return [ratio('full round: a second over it', AIM / middle, 1, note)];
    } finally {
      await engine.close();
    }
  },
};

/** Distinct texts, the first of them labelled. */
function* items(): Generator<Item> {
  let i = 0;
  for (const { id, label, text } of sampleTexts({ seed: 1, size: POOL + LABELLED })) {
    yield { id, uri: `inline:${id}`, text: `${text} ${id}`, ...(i < LABELLED && { label }) };
    i++;
  }
}
