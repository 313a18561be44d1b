import { AlaasError } from '@alaas/core';

/** The bytes of a body whose rows are stored while it arrives. @throws AlaasError `TOO_LARGE` where there are more */
export async function* limitedBytes(
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array, void> {
  let total = 0;
  for await (const part of bytes) {
    total += part.length;
    if (total > maxBytes) {
      throw new AlaasError(
        'TOO_LARGE',
        `The body is larger than ${maxBytes} bytes (limits.max_body_bytes). Send it in parts; rows before this may be stored already, and nothing is doubled when they come again.`,
      );
    }
    yield part;
  }
}
