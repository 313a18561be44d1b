import { describe, expect, it } from 'vitest';
import { labelDrafts, labelsOfDrafts, withNewLabel } from './label-drafts.ts';

const labels = [
  { name: 'spam', description: 'Nobody asked for it.', color: '#0072b2', key: 's' },
  { name: 'ham', description: '' },
];

describe('labelsOfDrafts', () => {
  it('gives back what was not edited', () => {
    expect(labelsOfDrafts(labelDrafts(labels))).toEqual(labels);
  });

  it('leaves out labels that nobody named, and trims the others', () => {
    const [spam, ham, fresh, empty] = withNewLabel(withNewLabel(labelDrafts(labels)));
    if (!spam || !ham || !fresh || !empty) throw new Error('There are four.');
    expect(new Set([spam.id, ham.id, fresh.id, empty.id]).size).toBe(4);
    const names = labelsOfDrafts([spam, ham, { ...fresh, name: ' later ' }, empty]).map(({ name }) => name);
    expect(names).toEqual(['spam', 'ham', 'later']);
  });
});
