import {
  type Committee,
  type Compute,
  createRandom,
  graph,
  type Matrix,
  ops,
  type Random,
  type Tensor,
} from '../../packages/core/src/index.ts';

const GROUPS = 100;
/** Directions in which rows of a group differ, about as many as embeddings of photos have. */
const LATENT = 32;
/** How far groups lie apart and what every direction gets, where a group's own rows differ by 1 in each latent one. */
const APART = 1.5;
const NOISE = 0.1;
const BLOCK_ROWS = 4096;

const z = ops.input('z', ['rows', LATENT]);
const basis = ops.input('basis', [LATENT, 'd']);
const noise = ops.input('noise', ['rows', 'd']);
const embeddingsGraph = graph({ x: ops.add(ops.matMul(z, basis), noise) });

const x = ops.input('x', ['rows', 'd']);
const weights = ops.input('weights', ['d', 'k']);
const probabilitiesGraph = graph({ p: ops.softmax(ops.matMul(x, weights)) });

/** What the rows of {@link embeddings} are, for the table. */
export const poolNote = `${GROUPS} Gaussian groups in ${LATENT} of the directions, noise in all`;

/** Rows in Gaussian groups in a subspace, with a little noise in every direction. Same sizes and seed, same rows. */
export async function embeddings(rows: number, columns: number, seed: number, compute: Compute): Promise<Matrix> {
  const random = createRandom(seed);
  const middles = normals(GROUPS * LATENT, APART, random);
  const directions = { data: normals(LATENT * columns, 1 / Math.sqrt(LATENT), random), shape: [LATENT, columns] };
  const data = new Float32Array(rows * columns);
  for (let start = 0; start < rows; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows - start);
    const latent = normals(count * LATENT, 1, random);
    for (let i = 0; i < count; i++) {
      const group = random.below(GROUPS);
      for (let j = 0; j < LATENT; j++) {
        latent[i * LATENT + j] = (latent[i * LATENT + j] as number) + (middles[group * LATENT + j] as number);
      }
    }
    const result = await compute.run(embeddingsGraph, {
      z: { data: latent, shape: [count, LATENT] },
      basis: directions,
      noise: { data: uniform(count * columns, NOISE, random), shape: [count, columns] },
    });
    data.set((result.x as Tensor).data, start * columns);
  }
  return { data, rows, columns };
}

/** Rows of a normal distribution with nothing to find in them: the hardest for whatever skips distances. */
export function shapeless(rows: number, columns: number, seed: number): Matrix {
  return { data: normals(rows * columns, 1, createRandom(seed)), rows, columns };
}

/** What a linear classifier with random weights says of the rows. */
export async function probabilities(of: Matrix, classes: number, seed: number, compute: Compute): Promise<Matrix> {
  const { rows, columns } = of;
  const scale = 1.5 / Math.sqrt(columns);
  const data = normals(columns * classes, scale, createRandom(seed));
  const result = await compute.run(probabilitiesGraph, {
    x: { data: of.data, shape: [rows, columns] },
    weights: { data, shape: [columns, classes] },
  });
  return { data: (result.p as Tensor).data, rows, columns: classes };
}

/**
 * Softmax outputs of members that agree on part of each item: logits are one normal number for all members and one for
 * each, `apart` times as large.
 */
export function committee(sizes: Omit<Committee, 'data'>, { apart, seed }: { apart: number; seed: number }): Committee {
  const { members, rows, columns } = sizes;
  const random = createRandom(seed);
  const size = rows * columns;
  const common = normals(size, 2, random);
  const data = new Float32Array(members * size);
  for (let at = 0; at < data.length; at += columns) {
    const own = normals(columns, 2 * apart, random);
    let sum = 0;
    for (let k = 0; k < columns; k++) {
      own[k] = Math.exp((common[(at % size) + k] as number) + (own[k] as number));
      sum += own[k] as number;
    }
    for (let k = 0; k < columns; k++) data[at + k] = (own[k] as number) / sum;
  }
  return { data, members, rows, columns };
}

/** Box & Muller 1958. */
function normals(count: number, deviation: number, random: Random): Float32Array {
  const values = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - random.next()));
    const angle = 2 * Math.PI * random.next();
    values[i] = radius * Math.cos(angle);
    if (i + 1 < count) values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}

function uniform(count: number, deviation: number, random: Random): Float32Array {
  const width = deviation * Math.sqrt(12);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = width * (random.next() - 0.5);
  return values;
}
