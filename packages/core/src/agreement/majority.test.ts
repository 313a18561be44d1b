import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matrix } from '../matrix.ts';
import { answersOf, mixedUp, permutation, someTable, tableOf } from './answers.fixture.ts';
import { majorityVotes } from './majority.ts';

describe('majorityVotes', () => {
  it('takes the class given most often, and says of how many answers', () => {
    expect(majorityVotes(answersOf(tableOf('2 0 2', '. . .', '. 1 .')))).toEqual([
      { item: 0, value: 2, votes: 2, answers: 3, isTie: false },
      { item: 2, value: 1, votes: 1, answers: 1, isTie: false },
    ]);
    expect(majorityVotes(answersOf([]))).toEqual([]);
  });

  it('breaks a tie by the model, else by what is given most often, else by the lower number', () => {
    const answers = answersOf(tableOf('0 2', '2 2', '1 0'));
    const valuesOf = (probabilities?: number[]): number[] =>
      majorityVotes(answers, probabilities && matrix(Float32Array.from(probabilities), 3)).map(({ value }) => value);
    // 2 is given three times, 0 twice, 1 once
    expect(valuesOf()).toEqual([2, 2, 0]);
    expect(valuesOf([0.3, 0.5, 0.2, 1, 0, 0, 0.25, 0.75, 0])).toEqual([0, 2, 1]);
    expect(valuesOf([0.4, 0.2, 0.4, 1, 0, 0, 0.5, 0.5, 0])).toEqual([2, 2, 0]);
    expect(majorityVotes(answersOf(tableOf('1 0')))[0]).toMatchObject({ value: 0, votes: 1, isTie: true });
  });

  it('is the same under other names and orders, ties aside', () => {
    fc.assert(
      fc.property(someTable, fc.nat(1000), (table, seed) => {
        const names = permutation(4, seed);
        const rows = permutation(table.length, seed);
        const other = majorityVotes(mixedUp(table, seed, (value) => names[value] as number));
        const votes = new Map(majorityVotes(answersOf(table)).map((vote) => [vote.item, vote]));
        expect(other).toHaveLength(votes.size);
        for (const { item, value, ...counts } of other) {
          const vote = votes.get(rows[item] as number);
          expect(vote).toMatchObject(counts);
          if (!counts.isTie) expect(value).toBe(names[vote?.value as number]);
        }
      }),
      { seed: 6 },
    );
  });

  it('refuses rows that are no probabilities, and answers they cannot be about', () => {
    const of = (rows: number[], ...table: string[]) => {
      return () => majorityVotes(answersOf(tableOf(...table)), matrix(Float32Array.from(rows), 2));
    };
    const refusal = (code: string, message: string) =>
      expect.objectContaining({ code, message: expect.stringContaining(message) });
    expect(of([1, 0, 0.5, Number.NaN], '0')).toThrow(refusal('INVALID_PROBABILITIES', 'Row 1 holds NaN'));
    expect(of([1, 0, 1.5, -0.5], '0')).toThrow(refusal('INVALID_PROBABILITIES', 'Row 1 holds -0.5'));
    expect(of([0.5, 0.25], '0')).toThrow(refusal('INVALID_PROBABILITIES', 'Row 0 sums to 0.75'));
    expect(of([1, 0], '0', '1')).toThrow(refusal('INVALID_LABELS', 'Item 1 has an answer but no row'));
    expect(of([1, 0], '2')).toThrow(refusal('INVALID_LABELS', 'Item 0 has an answer of class number 2'));
  });
});
