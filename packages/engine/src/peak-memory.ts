import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Measures the largest resident memory of this process between two calls, in bytes. Linux forgets its mark when told to;
 * elsewhere the largest since the process started is given.
 */
export function createPeakMemory(): () => number {
  const canForget = forget();
  return () => {
    const peak = (canForget ? highWaterMark() : undefined) ?? process.resourceUsage().maxRSS * 1024;
    if (canForget) forget();
    return peak;
  };
}

/** proc(5): writing 5 sets the peak to what is resident now. */
function forget(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return true;
  } catch {
    // not on Linux, or not allowed: there is another way to measure
    return false;
  }
}

function highWaterMark(): number | undefined {
  const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'));
  return line?.[1] === undefined ? undefined : Number(line[1]) * 1024;
}
