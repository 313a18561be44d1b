import { describe, expect, it } from 'vitest';
import { projectCreateSchema, readSettings } from './settings.ts';

describe('readSettings', () => {
  it('reads settings of a version that knew fewer keys, and keeps what was chosen', () => {
    const { id: _, ...made } = projectCreateSchema.parse({ name: 'Mail', dataset: 'letters', batch: 7 });
    const { relabel: _relabel, target: _target, ...old } = made;
    expect(readSettings(JSON.stringify(old))).toEqual(made);
  });
});
