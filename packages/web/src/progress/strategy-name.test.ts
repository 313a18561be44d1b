import { expect, it } from 'vitest';
import { strategyName } from './strategy-name.ts';

it('names a strategy and what is wrapped around it', () => {
  expect(strategyName('badge')).toBe('badge');
  const wrap = ['power', { type: 'class-quotas', options: {} }];
  expect(strategyName({ type: 'margin-confidence', options: {}, wrap })).toBe(
    'margin-confidence + power + class-quotas',
  );
});
