import { expect, it } from 'vitest';
import { simulation } from './simulation.fixture.ts';
import { summariseSimulation } from './summary.ts';

it('puts the strategies into a table, best first, and names what was left out', () => {
  const [, , head, badge, random, leftOut, failed] = summariseSimulation(simulation).split('\n');
  expect(head).toMatch(/^STRATEGY +AUBC +LAST ACCURACY +AGAINST RANDOM +P \(HOLM\) +LABELS TO 0.9$/);
  expect(badge).toMatch(/^badge +0\.9000 ± 0\.0200 +0\.9000 ± 0\.0100 +\+0\.1000 +< 0\.001 +24 \(1 of 2\)$/);
  expect(random).toMatch(/^random +0\.8000 ± 0\.0200 +0\.8000 ± 0\.0100 +not reached$/);
  expect(leftOut).toBe('Left out: bin-min (STRATEGY_NEEDS: it needs labelProbabilities)');
  expect(failed).toBe('Failed: alfa-mix, in the run of seed 3 (INVALID_LABELS: a class has no label)');
});
