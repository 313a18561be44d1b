import type { Dataset, Inspection } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import type { Columns, Source } from './draft.ts';
import { type Found, knownOf } from './look-at.ts';

const none: Columns = { id: '', uri: '', text: '', label: '' };
const input: Source = { kind: 'input', input: '/data/mail.csv' };

function column(name: string, filled: number): Inspection['columns'][number] {
  return { name, filled, holds: 'text', samples: [], distinct: 2, role: null, why: '' };
}

function found(inspection: Partial<Inspection>, labels: string[] = []): Found {
  const items = { count: 40, isMore: false };
  const whole: Inspection = {
    kind: 'manifest',
    items,
    modality: { guess: 'text', why: '', counts: {} },
    ...{ columns: [], guess: {}, labels: [], samples: [], warnings: [] },
    ...inspection,
  };
  return { items, modality: 'text', labels, inspection: whole, left: 0 };
}

describe('knownOf', () => {
  it('counts the rows that have a value in the column of labels', () => {
    const seen = found({ columns: [column('message', 40), column('kind', 10), column('none', 0)] });
    expect(knownOf(input, seen, { ...none, label: 'kind' })).toEqual({ labelled: 10, of: 40 });
    expect(knownOf(input, seen, none)).toBeUndefined();
    expect(knownOf(input, seen, { ...none, label: 'none' })).toBeUndefined();
  });

  it('takes the folders of a folder for labels of all its files', () => {
    expect(knownOf(input, found({ kind: 'folder' }, ['cat', 'dog']), none)).toEqual({ labelled: 40, of: 40 });
    expect(knownOf(input, found({ kind: 'folder' }), none)).toBeUndefined();
  });

  it('asks a dataset of the service', () => {
    const dataset = { id: 'mail', items: 40, labelled: 3 } as Dataset;
    const seen: Found = { items: { count: 40, isMore: false }, modality: 'text', labels: [], left: 0 };
    expect(knownOf({ kind: 'dataset', dataset }, seen, none)).toEqual({ labelled: 3, of: 40 });
    expect(knownOf({ kind: 'dataset', dataset: { ...dataset, labelled: 0 } }, seen, none)).toBeUndefined();
  });
});
