import { describe, expect, it } from 'vitest';
import { formatOfName } from './format-of-name.ts';

describe('formatOfName', () => {
  it.each([
    ['labels.csv', 'jsonl', 'csv'],
    ['labels.PARQUET', 'jsonl', 'parquet'],
    ['project-1.json', 'jsonl', 'label-studio'],
    ['tags.conll', 'csv', 'conll'],
    ['labels.jsonl', 'csv', 'jsonl'],
  ] as const)('takes %s, where %s is chosen, for %s', (name, chosen, format) => {
    expect(formatOfName(name, chosen)).toBe(format);
  });

  it('leaves what a person chose where the name fits it', () => {
    expect(formatOfName('labels.jsonl', 'prodigy')).toBe('prodigy');
    expect(formatOfName('labels.json', 'coco')).toBe('coco');
  });

  it('says nothing of other names', () => {
    expect(formatOfName('labels', 'csv')).toBeUndefined();
    expect(formatOfName('labels.txt', 'csv')).toBeUndefined();
  });
});
