import type { Compute, Matrix } from '@alaas/core';

/** Of one executor, over all that is kept. */
const MOST_BYTES = 64 * 2 ** 20;

/** What can be kept: tables and numbers. Nobody may write into them. */
type Kept<Made extends object = object> = { readonly [Part in keyof Made]: ArrayBufferView | number };

/** By executor, so that all is gone with it; the latest used last. */
const keptBy = new WeakMap<Compute, Map<string, Kept>>();

/**
 * What was made of the same rows before, else what `make` gives: for what takes long and is of the pool alone, so that
 * rounds over one pool pay for it once. Rows are told by their content, so that a copy of them finds it, and a pool that
 * has changed does not. Up to 64 MiB are kept, the latest used ones.
 *
 * @param what names what is made, with all that it depends on beside the rows
 */
export async function remembered<Made extends Kept<Made>>(
  { compute, rows, what }: { readonly compute: Compute; readonly rows: Matrix; readonly what: string },
  make: () => Promise<Made>,
): Promise<Made> {
  const kept = keptBy.get(compute) ?? new Map<string, Kept>();
  keptBy.set(compute, kept);
  const key = `${what} ${rows.rows} ${rows.columns} ${fingerprint(rows.data)}`;
  // of the same name and rows, and so of the same kind
  const made = (kept.get(key) as Made | undefined) ?? (await make());
  kept.delete(key);
  kept.set(key, made);
  let bytes = [...kept.values()].reduce((sum, value) => sum + bytesOf(value), 0);
  for (const [oldest, value] of kept) {
    if (bytes <= MOST_BYTES) break;
    kept.delete(oldest);
    bytes -= bytesOf(value);
  }
  return made;
}

function bytesOf(value: Kept): number {
  const parts: (ArrayBufferView | number)[] = Object.values({ ...value });
  return parts.reduce<number>((sum, part) => sum + (typeof part === 'number' ? 8 : part.byteLength), 0);
}

/** 128 bits of the numbers in their order. Each step is one to one, so that one number that differs is always seen. */
function fingerprint({ buffer, byteOffset, length }: Float32Array): string {
  const words = new Uint32Array(buffer, byteOffset, length);
  let [a, b, c, d] = [1, 2, 3, 4];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number;
    a = Math.imul(((a << 13) | (a >>> 19)) ^ word, 0x9e3779b1);
    b = Math.imul(((b << 17) | (b >>> 15)) ^ word, 0x85ebca77);
    c = Math.imul(((c << 5) | (c >>> 27)) ^ word, 0xc2b2ae3d);
    d = Math.imul(((d << 23) | (d >>> 9)) ^ word, 0x27d4eb2f);
  }
  return [a, b, c, d].map((part) => (part >>> 0).toString(16)).join('-');
}
