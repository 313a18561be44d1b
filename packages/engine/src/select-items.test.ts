import { isAlaasError, signalFlag, signalNames } from '@alaas/core';
import { findStrategy, strategies } from '@alaas/zoo';
import { describe, expect, it } from 'vitest';
import { checkNeeds } from './select-items.ts';

const widths = { embedding: 4, probabilities: 3 };

function faultOf(name: string, given = widths, hasHead = false): string {
  try {
    checkNeeds(findStrategy(name), given, hasHead);
  } catch (error) {
    if (isAlaasError(error, 'STRATEGY_NEEDS')) return error.message;
    throw error;
  }
  return 'none';
}

describe('checkNeeds', () => {
  it('takes what the model gives, and probabilities of a head in its place', () => {
    expect(faultOf('badge')).toBe('none');
    expect(faultOf('badge', { embedding: 4, probabilities: 0 }, true)).toBe('none');
    expect(faultOf('badge', { embedding: 4, probabilities: 0 })).toContain('badge needs class probabilities');
    expect(faultOf('badge', { embedding: 0, probabilities: 3 })).toContain('badge needs embeddings');
  });

  it('says what a signal is that no model gives, and how to give it', () => {
    expect(faultOf('tod')).toContain('previousProbabilities (class probabilities by the head of the round before)');
    expect(faultOf('tod')).toContain('`alaas select --previous-probabilities` and POST /v1/select');
    expect(faultOf('mase')).toContain('head (a linear head on the embeddings');
    expect(faultOf('epig')).toContain('`alaas select --committee`');
  });

  it('refuses every strategy that needs more than embeddings and probabilities, naming each signal', () => {
    for (const strategy of strategies) {
      const others = strategy.needs.filter((name) => !['embeddings', 'probabilities'].includes(name));
      const fault = faultOf(strategy.id);
      if (others.length === 0) expect(fault).toBe('none');
      for (const name of signalNames) {
        const isMissing = others.some((other) => other === name);
        expect(fault.includes(`--${signalFlag(name)}`)).toBe(isMissing);
      }
    }
  });
});
