import { join } from 'node:path';
import { createRandom, type Head, type Matrix, mix, rowsOf } from '../../packages/core/src/index.ts';
import { predictProbabilities } from '../../packages/zoo/src/index.ts';
import learner from '../../packages/zoo/src/learners/softmax-regression.ts';
import { median, ratio } from '../result.ts';
import { writeNpy } from './npy-file.ts';
import { embeddings, poolNote, probabilities } from './pools.ts';
import type { Bench, Row } from './row.ts';
import { seconds } from './seconds.ts';

const ROWS = 5000;
const HELD_OUT = 10_000;
const COLUMNS = 512;
const CLASSES = 10;
const REPEATS = 5;
/** How far the held-out accuracy may fall behind. */
const MARGIN = 0.002;

/** Softmax regression, 5,000 x 512 x 10, against scikit-learn's with the same penalty and tolerance. */
export const softmaxRegression: Row = {
  name: 'softmax-regression',
  async run({ python, folder, compute, say }) {
    const all = await embeddings(ROWS + HELD_OUT, COLUMNS, 9, compute);
    const labels = drawClasses(await probabilities(all, CLASSES, 10, compute), 11);
    const files = { embeddings: join(folder, 'embeddings.npy'), labels: join(folder, 'labels.npy') };
    writeNpy(files.embeddings, all.data, [all.rows, COLUMNS]);
    writeNpy(files.labels, Float32Array.from(labels), [all.rows]);
    const train = (l2: number | 'auto'): Promise<Head> =>
      learner.fit(
        {
          embeddings: rowsOf(all, 0, ROWS),
          labels: labels.slice(0, ROWS),
          classes: Array.from({ length: CLASSES }, (_, k) => `class ${k}`),
        },
        {
          options: learner.options.parse({ l2 }),
          random: createRandom(1),
          compute,
          checkpoint: () => undefined,
        },
      );
    const heldOut = { rows: rowsOf(all, ROWS, all.rows), labels: labels.slice(ROWS) };
    // sessions are made once in the life of a service
    const ours = await accuracy(await train(1), heldOut, compute);
    const auto = await accuracy(await train('auto'), heldOut, compute);
    const times: number[] = [];
    const others: { ms: number; accuracy: number; iterations: number }[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const start = performance.now();
      await train(1);
      times.push(performance.now() - start);
      const other = await python.run<(typeof others)[number]>('softmax-regression.py', { ...files, rows: ROWS });
      others.push(other);
      say(
        `ours ${seconds(times.at(-1) as number)}, scikit-learn ${seconds(other.ms)} in ${other.iterations} iterations`,
      );
    }
    const [a, b] = [median(times), median(others.map(({ ms }) => ms))];
    const theirs = median(others.map((other) => other.accuracy));
    return [
      ratio('softmax regression', b / a, 1, `${seconds(a)} against ${seconds(b)}; ${poolNote}`),
      ratio(
        'its accuracy, less theirs',
        ours - theirs,
        -MARGIN,
        `${ours.toFixed(4)} and ${theirs.toFixed(4)} of ${HELD_OUT} held out; ${auto.toFixed(4)} with our own penalty`,
      ),
    ];
  },
};

/** A class for each row, as likely as its probabilities say. */
function drawClasses({ data, rows, columns }: Matrix, seed: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => {
    let left = mix(seed, row) / 2 ** 32;
    let k = 0;
    for (; k < columns - 1; k++) {
      left -= data[row * columns + k] as number;
      if (left < 0) break;
    }
    return k;
  });
}

async function accuracy(
  head: Head,
  { rows, labels }: { readonly rows: Matrix; readonly labels: Int32Array },
  compute: Bench['compute'],
): Promise<number> {
  const { data, columns } = await predictProbabilities(head, rows, compute);
  let right = 0;
  for (const [row, label] of labels.entries()) {
    const own = data.subarray(row * columns, (row + 1) * columns);
    if (own.indexOf(Math.max(...own)) === label) right++;
  }
  return right / labels.length;
}
