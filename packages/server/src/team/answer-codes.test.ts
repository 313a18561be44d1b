import { expect, it } from 'vitest';
import { codeAnswers, priorProbabilities } from './answer-codes.ts';

it('gives nothing to labels that joined after a suggestion, whatever they are called', () => {
  const task = { type: 'single-label', labels: ['spam', 'ham', 'constructor', '__proto__'] } as const;
  const suggestion = { value: 'ham', score: 0.75, probabilities: { spam: 0.25, ham: 0.75 }, modelVersion: 1 };
  const coded = codeAnswers(task, [
    { person: 'a', item: '1', value: 'constructor', status: 'submitted', createdAt: 1, suggestion },
  ]);
  expect([...priorProbabilities(coded, task)]).toEqual([0.25, 0.75, 0, 0]);
});
