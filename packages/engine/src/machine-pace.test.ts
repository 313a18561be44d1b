import { expect, it } from 'vitest';
import { createOrtCompute } from './compute/index.ts';
import { machinePace } from './machine-pace.ts';

it('measures a machine once for each executor', async () => {
  const compute = createOrtCompute({ threads: 1 });
  let runs = 0;
  const counted: typeof compute = {
    ...compute,
    run: (...args: Parameters<typeof compute.run>) => {
      runs++;
      return compute.run(...args);
    },
  };
  const pace = await machinePace(counted);
  const before = runs;
  expect(await machinePace(counted)).toBe(pace);
  expect(runs).toBe(before);
  for (const rate of Object.values(pace)) expect(rate).toBeGreaterThan(1e5);
  await compute.close();
});
