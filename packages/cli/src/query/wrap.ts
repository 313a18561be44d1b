import { AlaasError, type WrapChoice } from '@alaas/core';
import { parseOption } from './request.ts';

/**
 * Something of the zoo with its options: `seals`, or `seals:k=50,anchors=10`.
 *
 * @param flag names the text in messages: `--wrap`
 * @throws AlaasError `INVALID_REQUEST`
 */
export function parseChoice(text: string, flag: string): WrapChoice {
  const [type = '', ...rest] = text.split(':');
  const options = rest.join(':');
  if (type === '' || (rest.length > 0 && options === '')) {
    throw new AlaasError(
      'INVALID_REQUEST',
      `${flag} ${text} is not of the form name or name:option=value,option=value.`,
    );
  }
  const pairs = options === '' ? [] : options.split(',');
  return {
    type,
    options: pairs.reduce<Record<string, unknown>>((sum, pair) => parseOption(pair, sum, `${flag} ${type}:`), {}),
  };
}

/**
 * One `--wrap` more. The first one named is the nearest to the strategy.
 *
 * @param earlier those named before
 * @throws AlaasError `INVALID_REQUEST`
 */
export function parseWrap(text: string, earlier: readonly WrapChoice[] = []): WrapChoice[] {
  return [...earlier, parseChoice(text, '--wrap')];
}

/** `entropy`, or `entropy with power, seals`. */
export function withWraps(strategy: string, wraps: readonly string[] = []): string {
  return wraps.length === 0 ? strategy : `${strategy} with ${wraps.join(', ')}`;
}
