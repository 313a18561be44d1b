import { AlaasError } from '@alaas/core';
import { expect, test } from 'vitest';
import { Transient } from './http-fault.ts';
import { withRetries } from './retry.ts';
import { faultOf } from './sources.fixture.ts';

const { signal } = new AbortController();
const reset = new AlaasError('SOURCE_RESET', 'It broke.');

test('waits a random time below a bound that doubles from half a second to half a minute', async () => {
  const waits: number[] = [];
  const delay = (milliseconds: number): Promise<void> => Promise.resolve(void waits.push(milliseconds));
  const attempt = (): Promise<never> => Promise.reject(new Transient(reset));
  await faultOf(withRetries(attempt, { retries: 8, signal, delay, random: () => 1 }));
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  await faultOf(withRetries(attempt, { retries: 1, signal, delay, random: () => 0 }));
  expect(waits.at(-1)).toBe(0);
});

test('ends with the fault of the last try and says how many there were', async () => {
  let tries = 0;
  const attempt = (): Promise<never> =>
    Promise.reject(new Transient(new AlaasError('SOURCE_RESET', `Try ${++tries} broke.`)));
  const fault = await faultOf(withRetries(attempt, { retries: 2, signal, delay: () => Promise.resolve() }));
  expect(fault).toEqual({ code: 'SOURCE_RESET', message: 'Try 3 broke. Tried 3 times.' });
});

test('does not repeat what cannot be mended', async () => {
  let tries = 0;
  const attempt = (): Promise<never> => {
    tries++;
    return Promise.reject(reset);
  };
  expect(await faultOf(withRetries(attempt, { retries: 5, signal }))).toMatchObject({ code: 'SOURCE_RESET' });
  expect(tries).toBe(1);
});

test('gives the result of the first try that has one', async () => {
  let tries = 0;
  const attempt = (): Promise<string> => (++tries < 3 ? Promise.reject(new Transient(reset)) : Promise.resolve('done'));
  expect(await withRetries(attempt, { retries: 5, signal, delay: () => Promise.resolve() })).toBe('done');
  expect(tries).toBe(3);
});
