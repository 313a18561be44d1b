import { isAlaasError } from '@alaas/core';

/** Code of the AlaasError that the work ends with, or `none`. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (isAlaasError(error)) return error.code;
    throw error;
  }
  return 'none';
}
