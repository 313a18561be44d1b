import { matrix } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import type { CrossFitted } from '../projects/live/evaluate-version.ts';
import { cellKey, labelIssues } from './label-issues.ts';

const item = (position: number, value: string | readonly string[]) => ({
  item: `item-${position}`,
  position,
  value,
  isTest: false,
  arm: 'control' as const,
});

describe('labelIssues', () => {
  it('doubts labels by what other heads say, and keeps the cells of the sample', () => {
    const fitted: CrossFitted = {
      items: [item(10, 'spam'), item(11, 'spam'), item(12, 'ham'), item(13, 'gone')],
      said: matrix(Float32Array.of(0.9, 0.1, 0.25, 0.75, 0.25, 0.75, 0.5, 0.5), 2),
      kind: { classes: ['spam', 'ham'], isMulti: false },
      sample: [2, 1],
    };
    const { issues, cells } = labelIssues(fitted);
    // spam is believed at 0.575, ham at 0.75
    expect(issues.get(10)).toEqual({ error: expect.closeTo(0.1, 6), isLikelyError: false, said: 'spam' });
    expect(issues.get(11)).toEqual({ error: 0.75, isLikelyError: true, said: 'ham' });
    expect(issues.get(12)).toEqual({ error: 0.25, isLikelyError: false, said: 'ham' });
    expect(issues.has(13)).toBe(false);
    expect([...cells]).toEqual([
      [cellKey('ham', 'ham'), [12]],
      [cellKey('spam', 'ham'), [11]],
    ]);
    expect(labelIssues(fitted)).toBe(labelIssues(fitted));
    expect(labelIssues(undefined).issues.size).toBe(0);
  });

  it('of several labels doubts an item as far as its most doubtful label', () => {
    const fitted: CrossFitted = {
      items: [item(1, ['a', 'b']), item(2, ['a']), item(3, [])],
      said: matrix(Float32Array.of(0.75, 0.25, 0.75, 0.25, 0.25, 0.25), 2),
      kind: { classes: ['a', 'b'], isMulti: true },
      sample: [0],
    };
    const { issues, cells } = labelIssues(fitted);
    // of b, yes is believed at 0.25 and no at 0.75: item 1 reaches both, and no is likelier
    expect(issues.get(1)).toEqual({ error: 0.75, isLikelyError: true, said: ['a'] });
    expect(issues.get(2)).toEqual({ error: 0.25, isLikelyError: false, said: ['a'] });
    expect(issues.get(3)).toEqual({ error: 0.25, isLikelyError: false, said: [] });
    expect(cells.size).toBe(0);
  });
});
