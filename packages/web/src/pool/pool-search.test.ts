import { describe, expect, it } from 'vitest';
import { activeFilters, changed, queryOf, readPoolSearch, withoutFilter, withoutFilters } from './pool-search.ts';

describe('the address of the pool', () => {
  it('is read back as it was written', () => {
    const search = {
      view: 'map',
      q: 'late parcel',
      status: 'unlabelled',
      label: 'spam',
      predicted: 'ham',
      round: 3,
      arm: 'control',
      truth: 'a',
      said: 'b',
      likelyError: false,
      sort: 'entropy',
      order: 'asc',
      item: 'x/1',
    } as const;
    expect(readPoolSearch(search)).toEqual(search);
  });

  it('leaves out what makes no sense', () => {
    const odd = { view: 'globe', status: 'lost', sort: 'smell', order: 'up', round: -1, likelyError: 'maybe', more: 1 };
    expect(readPoolSearch(odd)).toEqual({});
    expect(readPoolSearch({ round: 1.5, q: '' })).toEqual({});
  });

  it('has labels that look like numbers', () => {
    expect(readPoolSearch({ label: 7, predicted: true, round: '2' })).toEqual({
      label: '7',
      predicted: 'true',
      round: 2,
    });
  });

  it('knows a cell of the confusion matrix by both of its sides', () => {
    expect(readPoolSearch({ truth: 'a' })).toEqual({});
    expect(readPoolSearch({ said: 'b' })).toEqual({});
    expect(readPoolSearch({ truth: 'a', said: 'b' })).toEqual({ truth: 'a', said: 'b' });
  });
});

describe('filters of the pool', () => {
  const search = { view: 'list', q: 'x', truth: 'a', said: 'b', likelyError: false, sort: 'entropy' } as const;

  it('are named once each, a cell as one', () => {
    expect(activeFilters(search)).toEqual(['q', 'truth', 'likelyError']);
  });

  it('go one by one, a cell with both of its sides, and the order stays', () => {
    expect(changed(search, withoutFilter('truth'))).toEqual({
      view: 'list',
      q: 'x',
      likelyError: false,
      sort: 'entropy',
    });
    expect(changed(search, withoutFilters())).toEqual({ view: 'list', sort: 'entropy' });
  });
});

describe('what is asked of the service', () => {
  it('says nothing of the view or the open item', () => {
    expect(queryOf({ view: 'map', item: 'x', q: 'late' })).toEqual({ q: 'late' });
  });

  it('is for likely errors always theirs, the most doubtful first unless another order is chosen', () => {
    expect(queryOf({ view: 'errors', likelyError: false, label: 'a' })).toEqual({
      sort: 'error',
      likelyError: true,
      label: 'a',
    });
    expect(queryOf({ view: 'errors', sort: 'entropy' }).sort).toBe('entropy');
  });
});
