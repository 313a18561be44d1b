import { existsSync, readFileSync } from 'node:fs';
import { type Matrix, matrix } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { predictProbabilities } from '../heads/predict.ts';
import nearestPrototype from '../learners/nearest-prototype.ts';
import { evaluate } from '../testing/evaluate.ts';
import { fitRows } from '../testing/heads.ts';
import hashedNgrams from './hashed-ngrams.ts';

function cosine(a: string, b: string): number {
  const [x, y] = [hashedNgrams.embed(a), hashedNgrams.embed(b)];
  return x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
}

describe('hashed-ngrams', () => {
  it.each(['hello', 'a', '!', '中', '🦊', 'x'.repeat(100_000), 'many words in a row '.repeat(50)])(
    'gives a text unit length and the declared width',
    (text) => {
      const embedding = hashedNgrams.embed(text);
      expect(embedding).toHaveLength(hashedNgrams.width);
      expect(embedding.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5);
    },
  );

  it.each(['', '  \n\t'])('gives zeros for a text without content', (text) => {
    expect(hashedNgrams.embed(text).every((value) => value === 0)).toBe(true);
  });

  it('gives a text the same numbers whatever came before it', () => {
    const first = [...hashedNgrams.embed('Where is my card?')];
    hashedNgrams.embed('something else entirely '.repeat(500));
    expect([...hashedNgrams.embed('Where is my card?')]).toEqual(first);
  });

  it('finds texts with common words alike, and others not', () => {
    const text = 'I lost my card yesterday';
    expect(cosine(text, 'my card was lost')).toBeGreaterThan(cosine(text, 'who wrote Hamlet') + 0.15);
  });

  it('finds spellings of a word alike', () => {
    expect(cosine('cancellation', 'cancelation')).toBeGreaterThan(cosine('cancellation', 'registration'));
  });

  it('minds the order of words', () => {
    expect(cosine('dog bites man', 'man bites dog')).toBeLessThan(0.95);
  });

  it('treats compatibility forms and the case of a first letter as the same', () => {
    expect([...hashedNgrams.embed('ｆｕｌｌ ｗｉｄｔｈ １２')]).toEqual([...hashedNgrams.embed('full width 12')]);
    expect([...hashedNgrams.embed('Hello There')]).toEqual([...hashedNgrams.embed('hello there')]);
  });

  it('sees words in capitals', () => {
    expect(cosine('WIN A PRIZE NOW', 'CALL US TODAY')).toBeGreaterThan(
      cosine('win a prize now', 'call us today') + 0.1,
    );
  });

  it('sees numbers of one shape as alike', () => {
    expect(cosine('09061743806', '07911234567')).toBeGreaterThan(cosine('friendships', 'complicated') + 0.2);
  });

  it('compares texts written without spaces by their characters', () => {
    expect(cosine('我的银行卡丢了怎么办', '银行卡丢了')).toBeGreaterThan(0.3);
    expect(cosine('我的银行卡丢了怎么办', '今天天气很好')).toBeLessThan(0.15);
  });

  const file = '../shared/data/text/sms-spam.tsv';
  it.skipIf(!existsSync(file))(`tells spam from 60 labelled messages (needs ${file})`, async () => {
    const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1);
    const spam = lines.map((line) => (line.startsWith('spam\t') ? 1 : 0));
    const embed = (rows: readonly number[]): Matrix => {
      const embeddings = rows.map((row) => hashedNgrams.embed((lines[row] as string).slice(5)));
      return matrix(Float32Array.from(embeddings.flatMap((embedding) => [...embedding])), hashedNgrams.width);
    };
    const taught = Array.from({ length: 60 }, (_, i) => i * 90);
    const asked = Array.from({ length: 1000 }, (_, i) => i * 5 + 1);
    const labels = Int32Array.from(taught, (row) => spam[row] as number);
    const training = { embeddings: embed(taught), labels, classes: ['ham', 'spam'] };
    const head = await fitRows(nearestPrototype, training);
    const { data } = await predictProbabilities(head, embed(asked), evaluate);
    // the share of pairs of a spam and a ham that are ordered rightly: 1/2 by chance
    const scores = asked.map((row, i) => ({ spam: spam[row] === 1, score: data[i * 2 + 1] as number }));
    const [bad, good] = [scores.filter((s) => s.spam), scores.filter((s) => !s.spam)];
    const ordered = bad.reduce((sum, b) => sum + good.filter((g) => g.score < b.score).length, 0);
    expect(ordered / (bad.length * good.length)).toBeGreaterThan(0.93);
  });
});
