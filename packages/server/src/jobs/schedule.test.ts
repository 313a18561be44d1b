import { describe, expect, it } from 'vitest';
import type { JobRequest } from './job.ts';
import { mayStart, type Scheduled } from './schedule.ts';

const scan = (dataset: string): Scheduled => ({ request: { kind: 'scan', dataset } });
const query = (): Scheduled => ({ request: { kind: 'query' } as JobRequest });

describe('mayStart', () => {
  it('starts jobs up to the limit', () => {
    expect(mayStart(query(), new Set([query()]), 2)).toBe(true);
    expect(mayStart(query(), new Set([query(), query()]), 2)).toBe(false);
  });

  it('keeps one place free of scans, so that a query never waits for two of them', () => {
    expect(mayStart(scan('b'), new Set([scan('a')]), 2)).toBe(false);
    expect(mayStart(query(), new Set([scan('a')]), 2)).toBe(true);
    expect(mayStart(scan('b'), new Set([scan('a')]), 3)).toBe(true);
  });

  it('runs one scan of a dataset at a time', () => {
    expect(mayStart(scan('a'), new Set([scan('a')]), 4)).toBe(false);
    expect(mayStart(scan('a'), new Set([query()]), 4)).toBe(true);
  });

  it('runs scans even where only one job may run', () => {
    expect(mayStart(scan('a'), new Set(), 1)).toBe(true);
  });
});
