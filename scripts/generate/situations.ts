/** A state of a labelling project, and the strategies to look at first in it. */
export interface Situation {
  readonly title: string;
  readonly advice: string;
  /** Ids, the first to try first. */
  readonly strategies: readonly string[];
}

/** What the guide tells apart, in its order. */
export const situations: readonly Situation[] = [
  {
    title: 'Nothing is labelled yet',
    advice:
      'No model knows the classes, so doubt means nothing. A random batch is fair, and you need a random sample anyway to measure on. With embeddings of a good encoder, typical items of each cluster show more of the classes with fewer labels.',
    strategies: ['typiclust', 'prob-cover', 'cold-start', 'k-means', 'random'],
  },
  {
    title: 'A few labels per class',
    advice:
      'The head is often wrong about what it doubts. Strategies that still cover the pool, or ask in batches that differ, are safer than doubt alone. Measure against random before you trust any of them.',
    strategies: ['prob-cover', 'dcom', 'alfa-mix', 'drop-query', 'badge', 'prototype-margin', 'ranked-batch'],
  },
  {
    title: 'A fair model',
    advice: 'Begin with the margin: it has no option, costs next to nothing, and is hard to beat by much.',
    strategies: ['margin-confidence', 'badge', 'entropy', 'bait', 'epig'],
  },
  {
    title: 'Large batches',
    advice: 'The best items one by one resemble each other. Ask a set that does not repeat itself.',
    strategies: ['badge', 'cluster-margin', 'diverse-mini-batch', 'fass', 'batch-bald', 'falcun'],
  },
  {
    title: 'Many classes',
    advice:
      'Entropy is the sum over a long tail of small chances, and a seed set misses classes. The two likeliest classes say more.',
    strategies: ['margin-confidence', 'badge', 'cluster-margin', 'prototype-margin'],
  },
  {
    title: 'A committee is there',
    advice: 'Disagreement tells what a label can settle; what nobody can settle has a high entropy too.',
    strategies: ['bald', 'batch-bald', 'epig', 'margin-dropout', 'vote-entropy', 'consistency'],
  },
  {
    title: 'Vectors only',
    advice: 'Without probabilities and without a head, choose by coverage or by density.',
    strategies: ['k-center-greedy', 'k-means', 'typiclust', 'facility-location', 'gsx', 'lightweight-coreset'],
  },
  {
    title: 'Imbalanced classes',
    advice:
      'Look at macro F1, since accuracy hardly sees a rare class. Doubt finds rare items near a boundary; examples of the rare class find more like them.',
    strategies: ['margin-confidence', 'balancing', 'base', 'similar', 'multi-criteria'],
  },
  {
    title: 'Several labels for an item',
    advice: 'Each label has a probability of its own. Begin with the sum of the entropies.',
    strategies: ['binary-entropy', 'adaptive-multi-label', 'cvirs', 'mmc', 'joint-least-confidence'],
  },
  {
    title: 'Values in place of classes',
    advice: 'Spread the labels over inputs and predicted values, or ask where several models differ.',
    strategies: ['greedy-input-target', 'prediction-std', 'greedy-target', 'gsx'],
  },
];
