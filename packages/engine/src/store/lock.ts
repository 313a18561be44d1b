import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AlaasError } from '@alaas/core';

/**
 * Holds a data folder for this process alone, until released or until the process ends in whatever way:
 * an exclusive lock on a tiny SQLite file, which the operating system drops on `kill -9` too.
 *
 * @returns the function that releases it
 * @throws AlaasError `STORE_LOCKED`
 */
export function lockFolder(folder: string): () => void {
  const database = new DatabaseSync(join(folder, 'lock.db'), { timeout: 0 });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS lock(held); COMMIT;');
  } catch (error) {
    database.close();
    throw new AlaasError(
      'STORE_LOCKED',
      `The store ${folder} is in use by another ALaaS process. Send the work there (--server URL), stop it, or choose another folder (--storage).`,
      { cause: error },
    );
  }
  return () => database.close();
}
