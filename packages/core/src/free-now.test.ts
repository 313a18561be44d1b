import { describe, expect, it } from 'vitest';
import { freeNow } from './free-now.ts';

describe('memory given back at once', () => {
  it('empties the array and whatever shares its buffer', () => {
    const whole = new Float32Array(8);
    const part = whole.subarray(2, 4);
    freeNow(part);
    expect([whole.length, part.length, whole.buffer.detached]).toEqual([0, 0, true]);
  });

  it('takes what is free already, or was never there', () => {
    const array = new Float32Array(8);
    freeNow(array);
    expect(() => freeNow(array)).not.toThrow();
    expect(() => freeNow(undefined)).not.toThrow();
  });

  it('leaves what other threads share', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(8));
    freeNow(shared);
    expect(shared.length).toBe(8);
  });
});
