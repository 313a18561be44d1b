import {
  createRandom,
  isAlaasError,
  matrix,
  planStopping,
  type Round,
  type RoundFact,
  type StoppingRule,
} from '@alaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findStoppingRule } from '../find.ts';
import { stoppingRules } from '../registry.gen.ts';
import { verdictOf } from '../testing/stopping-rounds.ts';

/** Limits that only the user can know, for rules that have one. */
const limits: Record<string, number> = { labels: 5, rounds: 2, cost: 5, seconds: 5, share: 0.5, target: 0.5 };

/** The defaults, and a limit for each option that has none. */
function optionsOf(rule: StoppingRule): Record<string, unknown> {
  const open = Object.entries(rule.options.shape).filter(([, schema]) => !schema.safeParse(undefined).success);
  return Object.fromEntries(open.map(([name]) => [name, limits[name]]));
}

const facts: readonly RoundFact[] = ['cost', 'seconds', 'poolLeft', 'metrics', 'stopSet', 'batchConfidences'];

/** Rounds as they may come: labels and amounts that rise, stop sets of any size, and facts missing here and there. */
const histories = fc
  .record({
    seed: fc.nat(),
    count: fc.integer({ min: 0, max: 7 }),
    classes: fc.integer({ min: 1, max: 4 }),
    items: fc.nat(6),
    missing: fc.array(fc.tuple(fc.nat(7), fc.constantFrom(...facts)), { maxLength: 4 }),
    isCertain: fc.boolean(),
  })
  .map(({ seed, count, classes, items, missing, isCertain }) => {
    const random = createRandom(seed);
    let labels = random.below(3);
    return Array.from({ length: count }, (_, i): Round => {
      labels += random.below(3);
      const predictions = Int32Array.from({ length: items }, () => random.below(classes));
      const sure = isCertain ? 1 : 1 / classes + (1 - 1 / classes) * random.next();
      const rest = classes === 1 ? 0 : (1 - sure) / (classes - 1);
      const rows = Array.from(predictions, (answer) =>
        Array.from({ length: classes }, (_, k) => (classes === 1 ? 1 : k === answer ? sure : rest)),
      );
      const value = random.next();
      const estimate = isCertain
        ? { value: 1, low: 1, high: 1 }
        : { value, low: value * random.next(), high: value + (1 - value) * random.next() };
      const round: Round = {
        labels,
        cost: labels * 2,
        seconds: i * 1.5,
        poolLeft: Math.max(0, 9 - labels),
        metrics: { accuracy: estimate, macroF1: estimate, items: 1 + random.below(500) },
        stopSet: { id: 's', predictions, probabilities: matrix(Float32Array.from(rows.flat()), classes) },
        batchConfidences: Float64Array.from({ length: random.below(4) }, () => random.next()),
      };
      const left = missing.filter(([at]) => at === i).map(([, fact]) => fact);
      return Object.fromEntries(
        Object.entries(round).filter(([key]) => !left.includes(key as RoundFact)),
      ) as unknown as Round;
    });
  });

describe.each(stoppingRules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  const options = optionsOf(rule);

  it('gives a number or none, never NaN, and always a reason', () => {
    fc.assert(
      fc.property(histories, (rounds) => {
        const { stop, value, reason } = verdictOf(rule, rounds, options);
        expect(typeof stop).toBe('boolean');
        expect(value === undefined || Number.isFinite(value)).toBe(true);
        if (stop) expect(value).toBeDefined();
        expect(reason).toMatch(/^[A-Z0-9].*[.!]$/);
        expect(reason).not.toMatch(/NaN|undefined|Infinity/);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('gives the same verdict for the same history, and leaves it as it was', () => {
    fc.assert(
      fc.property(histories, (rounds) => {
        const before = structuredClone(rounds);
        const verdict = verdictOf(rule, rounds, options, 3);
        expect(rounds).toEqual(before);
        expect(verdictOf(rule, structuredClone(rounds), options, 3)).toEqual(verdict);
      }),
      { seed: 1, numRuns: 15 },
    );
  });

  it('does not stop before the first round', () => {
    expect(verdictOf(rule, [], options)).toMatchObject({ stop: false, value: undefined });
  });

  it('does not stop without what it needs, and says what that is', () => {
    if (rule.needs.length === 0) return;
    const verdict = verdictOf(rule, [{ labels: 1000 }, { labels: 2000 }], options);
    expect(verdict).toMatchObject({ stop: false, value: undefined });
    expect(verdict.reason).toMatch(/^Needs .+, and no round has that\.$/);
  });

  it('reads the facts that it declares and no others', () => {
    fc.assert(
      fc.property(histories, (rounds) => {
        const known = rounds.filter((round) => rule.needs.every((fact) => round[fact] !== undefined));
        const bare = known.map((round) => {
          const kept = Object.entries(round).filter(([key]) => ['labels', ...rule.needs].includes(key));
          return Object.fromEntries(kept) as unknown as Round;
        });
        expect(verdictOf(rule, bare, options)).toEqual(verdictOf(rule, known, options));
      }),
      { seed: 1, numRuns: 15 },
    );
  });

  it('describes itself and every option, and refuses options it does not know', () => {
    expect(rule.id).toMatch(/^[a-z][a-z0-9-]*$/);
    for (const text of [rule.title, rule.summary, rule.reference]) expect(text.length).toBeGreaterThan(2);
    for (const schema of Object.values(rule.options.shape)) expect(schema.description?.length).toBeGreaterThan(10);
    const config = { any: [{ rule: rule.id, options: { ...options, nonsense: 1 } }] };
    try {
      planStopping(config, { rules: stoppingRules, what: 'the test', code: 'INVALID_CONFIG' });
      expect.unreachable();
    } catch (error) {
      expect(isAlaasError(error, 'INVALID_CONFIG')).toBe(true);
      expect(String(error)).toContain('any[0].options.nonsense');
    }
  });

  it('is found by its id', () => {
    expect(findStoppingRule(rule.id.toUpperCase())).toBe(rule);
  });
});

describe('findStoppingRule', () => {
  it('names the nearest one when there is none', () => {
    try {
      findStoppingRule('kapa-average');
      expect.unreachable();
    } catch (error) {
      expect(isAlaasError(error, 'UNKNOWN_STOPPING_RULE')).toBe(true);
      expect(String(error)).toContain('Did you mean "kappa-average"?');
    }
  });
});
