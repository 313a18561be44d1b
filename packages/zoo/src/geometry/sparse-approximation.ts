import { type Random, TopB } from '@alaas/core';
import { type GradientParts, gradientProducts, weightedGradientSum } from './gradient-sums.ts';

const MOST_HALVINGS = 30;

/** What {@link sparseApproximation} weighs. */
export interface SparseTask extends GradientParts {
  /** Spread of each item's gradient over the labels it may get: [items], at least 0. */
  readonly variances: Float64Array;
  /** Weight of the variances against the sum of gradients, in [0, 1]. */
  readonly balance: number;
  /** Most items of a weight above 0. */
  readonly n: number;
  readonly maxIterations: number;
  /** Stops when an iteration lowers the objective by less than this share. */
  readonly tolerance: number;
  readonly random: Random;
}

/** Items with their weights. */
export interface SparseWeights {
  /** [items], at least 0, at most n above 0. */
  readonly weights: Float64Array;
  /** Derivative of the objective by each weight: [items]. */
  readonly slopes: Float64Array;
  readonly objective: number;
}

/**
 * Few weights w >= 0 under which some gradients stand for all of them, by iterative hard thresholding: a step downhill,
 * then the n largest weights are kept. Steps are exact along the line of those weights that are above 0 or would become
 * so, and are halved as long as they do not lower the objective
 *
 *     (1 - balance) |v - sum_i w_i g_i|^2 / |v|^2 + balance sum_i (1 - w_i)^2 s_i / S
 *
 * where v is n times the mean gradient, s_i the variance of item i, and S the sum of the n largest variances. A term
 * whose scale is 0 counts nothing.
 *
 * @throws AlaasError `CANCELLED`
 * Blumensath & Davies 2010. O(iterations N K D) time; O(N + K D) memory beside the parts.
 */
export async function sparseApproximation(task: SparseTask): Promise<SparseWeights> {
  const search = new Search(task);
  await search.start();
  for (let iteration = 0; iteration < task.maxIterations; iteration++) {
    const before = search.objective;
    if (!(await search.step()) || before - search.objective <= task.tolerance * before) break;
  }
  return { weights: search.weights, slopes: await search.slopes(), objective: search.objective };
}

class Search {
  weights: Float64Array;
  objective = 0;

  readonly #task: SparseTask;
  readonly #seed: number;
  /** Factors of the two terms. */
  #likeness = 0;
  #spread = 0;
  #allVariance = 0;
  #target: Float64Array = new Float64Array();
  /** What of the target the weighted gradients leave. */
  #rest: Float64Array = new Float64Array();

  constructor(task: SparseTask) {
    this.#task = task;
    this.#seed = task.random.below(2 ** 32);
    this.weights = new Float64Array(task.variances.length);
  }

  async start(): Promise<void> {
    const { variances, n, balance } = this.#task;
    const { length } = variances;
    const all = Uint32Array.from(variances, (_, i) => i);
    this.#target = await weightedGradientSum(this.#task, all, new Float64Array(length).fill(n / length));
    const square = squareOf(this.#target);
    const largest = this.#largest(variances).reduce((sum, i) => sum + (variances[i] as number), 0);
    this.#likeness = square > 0 ? (1 - balance) / square : 0;
    this.#spread = largest > 0 ? balance / largest : 0;
    this.#allVariance = variances.reduce((a, b) => a + b, 0);
    this.#rest = this.#target;
    this.objective = this.#valueOf(this.#rest, this.weights);
  }

  async slopes(): Promise<Float64Array> {
    const products = await gradientProducts(this.#task, this.#rest);
    const { variances } = this.#task;
    return products.map(
      (product, i) =>
        -2 * this.#likeness * product - 2 * this.#spread * (1 - (this.weights[i] as number)) * (variances[i] as number),
    );
  }

  /** @returns whether the objective could be lowered */
  async step(): Promise<boolean> {
    const { variances } = this.#task;
    const slopes = await this.slopes();
    const falling = this.#largest(slopes.map((slope) => -slope)).filter((i) => (slopes[i] as number) < 0);
    const moving = ascending([...falling, ...this.#support(this.weights)]);
    const along = Float64Array.from(moving, (i) => slopes[i] as number);
    const image = squareOf(await weightedGradientSum(this.#task, moving, along));
    let curvature = 2 * this.#likeness * image;
    let fall = 0;
    for (const i of moving) {
      fall += (slopes[i] as number) ** 2;
      curvature += 2 * this.#spread * (variances[i] as number) * (slopes[i] as number) ** 2;
    }
    if (!(curvature > 0)) return false;
    for (let size = fall / curvature, halving = 0; halving < MOST_HALVINGS; halving++, size /= 2) {
      const moved = this.weights.map((weight, i) => Math.max(0, weight - size * (slopes[i] as number)));
      const weights = new Float64Array(moved.length);
      for (const i of this.#largest(moved)) weights[i] = moved[i] as number;
      const rest = await this.#restOf(weights);
      const objective = this.#valueOf(rest, weights);
      if (objective >= this.objective) continue;
      this.weights = weights;
      this.#rest = rest;
      this.objective = objective;
      return true;
    }
    return false;
  }

  async #restOf(weights: Float64Array): Promise<Float64Array> {
    const support = this.#support(weights);
    const own = Float64Array.from(support, (i) => weights[i] as number);
    const sum = await weightedGradientSum(this.#task, support, own);
    return this.#target.map((value, at) => value - (sum[at] as number));
  }

  #valueOf(rest: Float64Array, weights: Float64Array): number {
    let variance = this.#allVariance;
    for (const [i, weight] of weights.entries()) {
      if (weight > 0) variance += ((1 - weight) ** 2 - 1) * (this.#task.variances[i] as number);
    }
    return this.#likeness * squareOf(rest) + this.#spread * variance;
  }

  #support(weights: Float64Array): Uint32Array {
    return Uint32Array.from(weights.keys()).filter((i) => (weights[i] as number) > 0);
  }

  /** The n items of the largest values, the same ones among equals each time. */
  #largest(values: Float64Array): number[] {
    const best = new TopB(this.#task.n, this.#seed);
    best.offer(values, (i) => i);
    return [...best.ranking().rows];
  }
}

function squareOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

function ascending(items: readonly number[]): Uint32Array {
  return Uint32Array.from(new Set(items)).sort();
}
