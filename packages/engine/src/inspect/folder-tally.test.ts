import { describe, expect, it } from 'vitest';
import { FolderTally } from './folder-tally.ts';

/** Ten folders of 600 pictures each, one folder after the other. */
const paths = Array.from({ length: 6000 }, (_, i) => `${Math.floor(i / 600)}/${String(i).padStart(4, '0')}.png`);

describe('FolderTally', () => {
  it('shows items from all over the folder, and not from where it begins', () => {
    const tally = new FolderTally();
    for (const path of paths) tally.add(path);
    expect(tally.items).toBe(6000);
    // every 16th is kept, 375 of them; every 75th of these is shown
    expect(tally.samples).toEqual(['0/0000.png', '2/1200.png', '4/2400.png', '6/3600.png', '8/4800.png']);
  });

  it('shows all of a few', () => {
    const tally = new FolderTally();
    for (const path of paths.slice(0, 3)) tally.add(path);
    expect(tally.samples).toEqual(paths.slice(0, 3));
  });
});
