import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Fault } from '../check.ts';
import { isAlaasError } from '../errors.ts';
import { explainJudgement, type Judgement, judgedParts, judgePlan } from './judge-plan.ts';
import type { Round } from './round.ts';
import { planStopping, type StoppingConfig, type StoppingPlan } from './stopping-plan.ts';
import { defineStoppingRule, judge } from './stopping-rule.ts';

const atLeast = defineStoppingRule({
  id: 'at-least',
  title: 'At least',
  summary: 'Stops at so many labels.',
  reference: 'none',
  needs: [],
  options: z.object({ labels: z.int().min(1), name: z.string().default('it') }),
  check(rounds, { labels, name }) {
    const value = rounds.at(-1)?.labels ?? 0;
    return { stop: value >= labels, value, reason: `${name}: ${value} of ${labels}.` };
  },
});

const costly = defineStoppingRule({
  id: 'costly',
  title: 'Costly',
  summary: 'Stops after two rounds with a cost.',
  reference: 'none',
  needs: ['cost', 'seconds'],
  options: z.object({}),
  check: (rounds, _, { random }) => ({ stop: rounds.length > 1, value: random.next(), reason: `${rounds.length}` }),
});

const rules = [atLeast, costly];

function plan(config: unknown): StoppingPlan {
  return planStopping(config, { rules, what: 'the test', code: 'INVALID_CONFIG' });
}

function faultsOf(config: unknown): Fault[] {
  try {
    plan(config);
  } catch (error) {
    if (isAlaasError(error, 'INVALID_CONFIG')) return error.details as Fault[];
    throw error;
  }
  return [];
}

describe('planStopping', () => {
  it('finds the rules, and fills in the defaults of their options', () => {
    const made = plan({ any: [{ rule: 'costly' }, { all: [{ rule: 'at-least', options: { labels: 3 } }] }] });
    expect(made).toEqual({
      kind: 'any',
      parts: [
        { kind: 'rule', rule: costly, options: {} },
        { kind: 'all', parts: [{ kind: 'rule', rule: atLeast, options: { labels: 3, name: 'it' } }] },
      ],
    });
  });

  it('names unknown keys with the nearest known one, however deep', () => {
    expect(faultsOf({ any: [{ all: [{ rule: 'costly', option: {} }] }] })).toEqual([
      { path: 'any[0].all[0].option', message: 'unknown key; did you mean "options"?' },
    ]);
    expect(faultsOf({ an: [{ rule: 'costly' }] })[0]).toEqual({
      path: 'an',
      message: 'unknown key; did you mean "any"?',
    });
  });

  it('names every unknown rule and wrong option at once', () => {
    const faults = faultsOf({
      any: [
        { rule: 'costy' },
        { rule: 'at-least', options: { lables: 3 } },
        { all: [{ rule: 'at-least', options: { labels: 0 } }, { rule: 'at-least' }] },
      ],
    });
    expect(faults.map(({ path }) => path)).toEqual([
      'any[0].rule',
      'any[1].options.labels',
      'any[1].options.lables',
      'any[2].all[0].options.labels',
      'any[2].all[1].options.labels',
    ]);
    expect(faults[0]?.message).toBe('there is no stopping rule "costy"; did you mean "costly"?');
    expect(faults[2]?.message).toBe('unknown key; did you mean "labels"?');
  });

  it('wants exactly one form in each part, and no empty list', () => {
    const message = 'give exactly one of any, all and rule';
    expect(faultsOf({})).toEqual([{ path: '', message }]);
    expect(faultsOf({ any: [{ rule: 'costly', all: [{ rule: 'costly' }] }] })).toEqual([{ path: 'any[0]', message }]);
    expect(faultsOf({ all: [] }).map(({ path }) => path)).toEqual(['all']);
    expect(faultsOf({ any: [{ rule: 'costly' }], options: {} })).toEqual([
      { path: 'options', message: 'only a rule has options' },
    ]);
    expect(faultsOf('costly')).toHaveLength(1);
  });
});

describe('judge', () => {
  const round = (facts: Partial<Round>): Round => ({ labels: 1, ...facts });

  it('does not stop before the first round', () => {
    expect(judge(atLeast, [], { labels: 1 }, 0)).toEqual({
      stop: false,
      value: undefined,
      reason: 'There is no round yet.',
      lacks: { what: 'rounds', have: 0, want: 1 },
    });
  });

  it('says what a rule needs that no round has', () => {
    expect(judge(costly, [round({ cost: 1 })], {}, 0).reason).toBe('Needs the time so far, and no round has that.');
    const apart = judge(costly, [round({ cost: 1 }), round({ seconds: 1 })], {}, 0);
    expect(apart.stop).toBe(false);
    expect(apart.reason).toBe('Needs the cost so far and the time so far, and no round has that.');
  });

  it('shows a rule the rounds in which its needs are known', () => {
    const known = round({ cost: 1, seconds: 2 });
    expect(judge(costly, [known, round({}), known, round({ cost: 3 })], {}, 0)).toMatchObject({
      stop: true,
      reason: '2',
    });
  });

  it('gives a rule random numbers of its own, the same for the same seed', () => {
    const history = [round({ cost: 1, seconds: 2 })];
    expect(judge(costly, history, {}, 7)).toEqual(judge(costly, history, {}, 7));
    expect(judge(costly, history, {}, 7).value).not.toBe(judge(costly, history, {}, 8).value);
    const other = defineStoppingRule({ ...costly, id: 'other' });
    expect(judge(costly, history, {}, 7).value).not.toBe(judge(other, history, {}, 7).value);
  });
});

/** Plans over rules that stop at 1 to 5 labels, each of its own name. */
const configs = fc.letrec<{ config: StoppingConfig }>((tie) => ({
  config: fc.oneof(
    { depthSize: 'small' },
    fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.uuid())
      .map(([labels, name]) => ({ rule: 'at-least', options: { labels, name } })),
    fc.array(tie('config'), { minLength: 1, maxLength: 4 }).map((any) => ({ any })),
    fc.array(tie('config'), { minLength: 1, maxLength: 4 }).map((all) => ({ all })),
  ),
})).config;

function leaves(judgement: Judgement): Extract<Judgement, { kind: 'rule' }>[] {
  return judgement.kind === 'rule' ? [judgement] : judgement.parts.flatMap(leaves);
}

describe('judgePlan', () => {
  const judged = (config: StoppingConfig, labels: number) => judgePlan(plan(config), [{ labels }], 0);

  /** The meaning of a plan, straight from its text. */
  function meaning(config: StoppingConfig, labels: number): boolean {
    if (config.any !== undefined) return config.any.some((part) => meaning(part, labels));
    if (config.all !== undefined) return config.all.every((part) => meaning(part, labels));
    return labels >= Number(config.options?.labels);
  }

  it('joins parts by OR and by AND, nested in any way', () => {
    fc.assert(
      fc.property(configs, fc.integer({ min: 0, max: 6 }), (config, labels) => {
        expect(judged(config, labels).stop).toBe(meaning(config, labels));
      }),
      { seed: 1 },
    );
  });

  it('does not change when a part is wrapped, repeated or moved', () => {
    fc.assert(
      fc.property(configs, configs, fc.integer({ min: 0, max: 6 }), (a, b, labels) => {
        const { stop } = judged(a, labels);
        for (const same of [{ any: [a] }, { all: [a] }, { any: [a, a] }, { all: [a, { any: [a, b] }] }]) {
          expect(judged(same, labels).stop).toBe(stop);
        }
        expect(judged({ any: [a, b] }, labels).stop).toBe(judged({ any: [b, a] }, labels).stop);
      }),
      { seed: 1 },
    );
  });

  it('explains every part with its reason, and whether it is met', () => {
    fc.assert(
      fc.property(configs, fc.integer({ min: 0, max: 6 }), (config, labels) => {
        const judgement = judged(config, labels);
        const lines = explainJudgement(judgement);
        expect(lines[0]?.startsWith(judgement.stop ? 'met' : 'open')).toBe(true);
        for (const { stop, title, reason } of leaves(judgement)) {
          const line = `${stop ? 'met' : 'open'}: ${title}. ${reason}`;
          expect(lines.some((text) => text.trimStart() === line)).toBe(true);
        }
      }),
      { seed: 1 },
    );
  });

  it('indents the parts of a whole below it', () => {
    const leaf = (labels: number) => ({ rule: 'at-least', options: { labels } });
    const judgement = judged({ any: [leaf(9), { all: [leaf(2), { rule: 'costly' }] }] }, 2);
    expect(explainJudgement(judgement)).toEqual([
      'open: Stops when any of 2 parts is met; 0 are.',
      '  open: At least. it: 2 of 9.',
      '  open: Stops when all of 2 parts are met; 1 is.',
      '    met: At least. it: 2 of 2.',
      '    open: Costly. Needs the cost so far and the time so far, and no round has that.',
    ]);
    const lacks = { what: 'cost' };
    expect(judgedParts(judgement)).toEqual([
      { kind: 'any', level: 0, isMet: false, parts: 2, met: 0 },
      { kind: 'rule', level: 1, isMet: false, rule: 'at-least', options: { labels: 9, name: 'it' }, value: 2 },
      { kind: 'all', level: 1, isMet: false, parts: 2, met: 1 },
      { kind: 'rule', level: 2, isMet: true, rule: 'at-least', options: { labels: 2, name: 'it' }, value: 2 },
      { kind: 'rule', level: 2, isMet: false, rule: 'costly', options: {}, value: null, lacks },
    ]);
  });
});
