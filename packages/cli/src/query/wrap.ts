import { AlaasError, type WrapChoice } from '@alaas/core';
import { parseOption } from './request.ts';

/**
 * One `--wrap`: `seals`, or `seals:k=50,anchors=10`. The first one named is the nearest to the strategy.
 *
 * @param earlier those named before
 * @throws AlaasError `INVALID_REQUEST`
 */
export function parseWrap(text: string, earlier: readonly WrapChoice[] = []): WrapChoice[] {
  const [type = '', ...rest] = text.split(':');
  const options = rest.join(':');
  if (type === '' || (rest.length > 0 && options === '')) {
    throw new AlaasError(
      'INVALID_REQUEST',
      `--wrap ${text} is not of the form name or name:option=value,option=value.`,
    );
  }
  const pairs = options === '' ? [] : options.split(',');
  return [
    ...earlier,
    {
      type,
      options: pairs.reduce<Record<string, unknown>>((sum, pair) => parseOption(pair, sum, `--wrap ${type}:`), {}),
    },
  ];
}

/** `entropy`, or `entropy with power, seals`. */
export function withWraps(strategy: string, wraps: readonly string[] = []): string {
  return wraps.length === 0 ? strategy : `${strategy} with ${wraps.join(', ')}`;
}
