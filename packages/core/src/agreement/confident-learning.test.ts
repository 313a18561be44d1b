import { expect, it } from 'vitest';
import { matrix } from '../matrix.ts';
import { confidentLearning } from './confident-learning.ts';

// class 0 is believed at (0.9 + 0.7 + 0.2) / 3 = 0.6, class 1 at (0.5 + 0.7) / 2 = 0.6, class 2 of nobody
const given = Int32Array.of(0, 0, 0, 1, 1);
const said = matrix(Float32Array.of(0.9, 0.1, 0, 0.7, 0.2, 0.1, 0.2, 0.65, 0.15, 0.3, 0.5, 0.2, 0.1, 0.7, 0.2), 3);

it('believes a label as far as the head that has not seen it gives it', () => {
  const { selfConfidence } = confidentLearning(given, said);
  const expected = [0.9, 0.7, 0.2, 0.5, 0.7];
  for (const [row, p] of expected.entries()) expect(selfConfidence[row]).toBeCloseTo(p, 6);
});

it('doubts a label where another class reaches what it usually has', () => {
  // row 2: class 1 has 0.65 >= 0.6; row 3: no class reaches its own
  expect([...confidentLearning(given, said).isLikelyError]).toEqual([0, 0, 1, 0, 0]);
});

it('takes the likeliest of several classes that reach it, and no other that is just as likely', () => {
  // both are believed at 0.4: rows 0 and 3 reach both
  const rows = matrix(Float32Array.of(0.4, 0.6, 0.4, 0.3, 0.2, 0.3, 0.5, 0.5), 2);
  expect([...confidentLearning(Int32Array.of(0, 0, 1, 1), rows).isLikelyError]).toEqual([1, 0, 0, 0]);
});

it('says nothing of nothing', () => {
  const { selfConfidence, isLikelyError } = confidentLearning(new Int32Array(), matrix(new Float32Array(), 2));
  expect([selfConfidence.length, isLikelyError.length]).toEqual([0, 0]);
});
