import { defineFeaturizer } from '@alaas/core';
import { colourHistogram, colourLayout } from '../maths/colours.ts';
import { orientedGradients } from '../maths/oriented-gradients.ts';

/**
 * Images without a trained network: which way edges run in each sixteenth of the image, which colours it has, and
 * where. The parts are of unit length each and weighted 1, 1/2, 1/2: so found on CIFAR-10 and TrashNet.
 */
export default defineFeaturizer({
  id: 'image-descriptor',
  title: 'Classical image descriptor',
  summary: 'Histograms of oriented gradients and of colours, and the colours of a coarse grid. No weights.',
  reference: 'Dalal & Triggs 2005; Swain & Ballard 1991; Arandjelovic & Zisserman 2012',
  version: 1,
  modality: 'image',
  size: [64, 64],
  // 16 cells x 9 directions, 64 colours, 16 cells x 6 statistics
  width: 144 + 64 + 96,
  embed(image) {
    const descriptor = new Float32Array(144 + 64 + 96);
    const gradients = orientedGradients(image, 4, 9);
    const squares = sumOfSquares(gradients);
    // a flat image has no gradients, and the other parts then stand alone
    append(descriptor, gradients, 0, squares === 0 ? 0 : 1 / Math.sqrt(squares));
    const histogram = colourHistogram(image, 4);
    append(descriptor, histogram, 144, 0.5 / Math.sqrt(sumOfSquares(histogram)));
    const layout = colourLayout(image, 4);
    const energy = sumOfSquares(layout);
    append(descriptor, layout, 208, energy === 0 ? 0 : 0.5 / Math.sqrt(energy));
    return scale(descriptor, 1 / Math.sqrt(sumOfSquares(descriptor)));
  },
});

function sumOfSquares(values: Float64Array | Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] as number) * (values[i] as number);
  return sum;
}

function append(target: Float32Array, part: Float64Array, start: number, weight: number): void {
  for (let i = 0; i < part.length; i++) target[start + i] = (part[i] as number) * weight;
}

function scale(values: Float32Array, factor: number): Float32Array {
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) * factor;
  return values;
}
