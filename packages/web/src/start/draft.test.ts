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
  relabelled,
  tasksFor,
} from './draft.ts';

const draft = {
  name: ' Spam filter ',
  task: 'single-label',
  labels: ['spam', 'ham'],
  takesKnown: false,
  advanced: noAdvanced,
} as const;

const given = (...paths: string[]) => paths.map((path) => ({ path, file: new File(['x'], path) }));

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

describe('proposedName of files', () => {
  it('is the folder that all of them came in', () => {
    expect(proposedName({ kind: 'files', files: given('pets/cat/1.jpg', 'pets/dog/1.jpg') })).toBe('pets');
  });

  it('says what they are where they came in none, or in several', () => {
    expect(proposedName({ kind: 'files', files: given('1.jpg', '2.jpg') })).toBe('my-image');
    expect(proposedName({ kind: 'files', files: given('a/1.wav', 'b/2.wav') })).toBe('my-audio');
    expect(proposedName({ kind: 'files', files: given('a/1.wav', '2.wav') })).toBe('my-audio');
  });
});

describe('relabelled', () => {
  it('keeps what was typed, and takes the new proposal for the old one', () => {
    expect(relabelled(['spam', 'ham', 'later'], ['spam', 'ham'], ['1', '2'])).toEqual(['1', '2', 'later']);
    expect(relabelled(['spam', 'later'], ['spam'], [])).toEqual(['later']);
  });

  it('leaves out again what was taken out of the same proposal', () => {
    expect(relabelled(['ham'], ['spam', 'ham'], ['spam', 'ham'])).toEqual(['ham']);
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
    expect(asSource(given('reviews.csv')).kind).toBe('manifest');
    expect(asSource(given('a.png')).kind).toBe('files');
    expect(asSource(given('a.txt', 'b.txt')).kind).toBe('files');
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
