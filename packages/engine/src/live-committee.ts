import type { Head, Matrix } from '@alaas/core';
import type { LiveTraining } from './live-pool.ts';
import { fitTask, type ThreadTools } from './live-teach.ts';
import { committeeLearner } from './select-head.ts';
import { fitHead } from './train/index.ts';

/** The head itself where it has members; else a committee that learns the same labels, as a query of a dataset gets it. */
export async function committeeOf(
  head: Head,
  training: LiveTraining,
  embeddings: Matrix,
  tools: ThreadTools,
): Promise<Head> {
  if (head.members.length > 0) return head;
  const { previous: _, ...labels } = training;
  return await fitHead(fitTask({ ...labels, learner: committeeLearner, options: {} }, embeddings), tools);
}
