import { describe, expect, it } from 'vitest';
import {
  addLabels,
  asSource,
  fittingTask,
  freeId,
  noAdvanced,
  projectRequest,
  proposedLabels,
  proposedName,
  tasksFor,
} from './draft.ts';

const draft = { name: ' Spam filter ', task: 'single-label', labels: ['spam', 'ham'], advanced: noAdvanced } as const;

describe('freeId', () => {
  it.each([
    ['Spam filter', [], 'spam-filter'],
    ['Café à Paris', [], 'cafe-a-paris'],
    ['垃圾邮件', [], 'project'],
    ['..mail..', [], 'mail'],
    ['mail', ['mail', 'mail-2'], 'mail-3'],
  ])('makes of %j beside %j the id %s', (name, taken, id) => {
    expect(freeId(name, taken)).toBe(id);
  });
});

describe('addLabels', () => {
  it('takes several at once, and none twice', () => {
    expect(addLabels(['spam'], ' ham , spam,, later\nnever ')).toEqual(['spam', 'ham', 'later', 'never']);
  });

  it('parts them at Chinese commas too', () => {
    expect(addLabels([], '垃圾，正常、未知')).toEqual(['垃圾', '正常', '未知']);
  });
});

describe('proposedName', () => {
  it.each([
    ['/data/photos/', 'photos'],
    ['/data/reviews.csv', 'reviews'],
    ['/data/cats/*.jpg', 'cats'],
    ['https://example.org/lists/pool.jsonl', 'pool'],
  ])('is of %s %s', (input, name) => {
    expect(proposedName({ kind: 'input', input })).toBe(name);
  });
});

describe('proposedLabels', () => {
  it('are those of the data, where there are at least two', () => {
    const items = { count: 10, isMore: false };
    const labels = [
      { name: 'spam', items: 6 },
      { name: 'ham', items: 4 },
    ];
    expect(proposedLabels({ labels, items })).toEqual(['spam', 'ham']);
    expect(proposedLabels({ labels: labels.slice(1), items })).toEqual([]);
  });
});

describe('tasksFor', () => {
  it('offers boxes for images and spans for texts', () => {
    expect(tasksFor('image')).toContain('boxes');
    expect(tasksFor('text')).toContain('spans');
    expect(tasksFor('audio')).toEqual(['single-label', 'multi-label', 'pairwise']);
  });
});

describe('fittingTask', () => {
  it('stays where the items allow it, and is the usual one for other items', () => {
    expect(fittingTask('multi-label', 'text')).toBe('multi-label');
    expect(fittingTask('boxes', 'image')).toBe('boxes');
    expect(fittingTask('boxes', 'text')).toBe('single-label');
    expect(fittingTask('spans', null)).toBe('single-label');
  });
});

describe('asSource', () => {
  it('takes one table for a manifest, and pictures for contents', () => {
    expect(asSource([new File(['text\nhi'], 'reviews.csv')]).kind).toBe('manifest');
    expect(asSource([new File(['x'], 'a.png')]).kind).toBe('files');
    expect(asSource([new File(['x'], 'a.txt'), new File(['y'], 'b.txt')]).kind).toBe('files');
  });
});

describe('projectRequest', () => {
  it('names what was changed and leaves the rest to the service', () => {
    expect(projectRequest(draft, 'sms', [])).toEqual({
      id: 'spam-filter',
      name: 'Spam filter',
      task: 'single-label',
      dataset: 'sms',
      labels: [{ name: 'spam' }, { name: 'ham' }],
    });
    const advanced = { ...noAdvanced, strategy: 'badge', batch: '20' };
    expect(projectRequest({ ...draft, advanced }, 'sms', [])).toMatchObject({ strategy: 'badge', batch: 20 });
  });

  it('gives a comparison no labels of its own', () => {
    expect(projectRequest({ ...draft, task: 'pairwise' }, 'sms', []).labels).toEqual([]);
  });
});
