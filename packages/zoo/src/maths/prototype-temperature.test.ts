import { matrix } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { likeliestTemperature } from './prototype-temperature.ts';
import { prototypesOf } from './prototypes.ts';

describe('likeliestTemperature', () => {
  it('is the maximum of the leave-one-out likelihood computed row by row', () => {
    const angles = [0, 10, 35, 52, 50, 42, 85, 75];
    const labels = Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1);
    const points = angles.map((a) => [Math.cos((a * Math.PI) / 180), Math.sin((a * Math.PI) / 180)] as const);
    // afresh for each row: means without it, distances, softmax
    const likelihood = (temperature: number): number =>
      points.reduce((total, [x, y], left) => {
        const distances = [0, 1].map((label) => {
          const others = points.filter((_, i) => i !== left && labels[i] === label);
          const mx = others.reduce((sum, [ox]) => sum + ox, 0) / others.length;
          const my = others.reduce((sum, [, oy]) => sum + oy, 0) / others.length;
          return (x - mx) ** 2 + (y - my) ** 2;
        });
        const weights = distances.map((distance) => Math.exp(-distance / temperature));
        const own = weights[labels[left] as number] as number;
        return total + Math.log(own / weights.reduce((sum, weight) => sum + weight, 0));
      }, 0);
    const list = [2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005];
    const expected = list.reduce((best, t) => (likelihood(t) > likelihood(best) ? t : best));
    // an answer from the middle of the list
    expect([0.5, 0.2, 0.1]).toContain(expected);
    const { means, masses } = prototypesOf({
      embeddings: matrix(Float32Array.from(points.flat()), 2),
      labels,
      classes: ['a', 'b'],
    });
    const distances = points.flatMap(([x, y]) =>
      [0, 2].map((at) => (x - (means[at] as number)) ** 2 + (y - (means[at + 1] as number)) ** 2),
    );
    expect(likeliestTemperature({ distances: Float32Array.from(distances), labels, masses })).toBe(expected);
  });
});
