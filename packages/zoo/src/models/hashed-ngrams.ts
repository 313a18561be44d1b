import { defineFeaturizer } from '@alaas/core';
import { HashedCounts } from '../maths/hashed-counts.ts';

/**
 * Texts without a trained encoder: weighted counts of words, pairs of words, runs of characters and a few marks of
 * style, hashed into a dense vector. Knows no corpus, so a text's numbers never change as the pool grows.
 */
export default defineFeaturizer({
  id: 'hashed-ngrams',
  title: 'Hashed n-grams',
  summary:
    'Words, pairs of words, runs of characters and marks of style, hashed to a vector. Any language, no weights.',
  reference: 'Weinberger et al. 2009; Kane & Nelson 2014',
  version: 1,
  modality: 'text',
  width: 768,
  embed(text) {
    counts.clear();
    countFeatures(text.normalize('NFKC'));
    return counts.project(768, 2, 0);
  },
});

const counts = new HashedCounts();

/**
 * Found on SMS spam (20 and 60 labels) and TREC questions (60, 200 and 600): marks of style count most, since each
 * stands for many words; runs of characters least, since one word has many.
 */
const weights = { word: 4, pair: 2, characters: 0.7, opening: 5, length: 5, style: 6 } as const;

/** Starts of the hashes, so that a word and the same run of characters are two features. */
const kinds = { word: 1, pair: 2, characters: 3, opening: 4, length: 5, style: 6 } as const;
const styles = { number: 1, capitals: 2 } as const;

/**
 * A character of a script that is written without spaces; else a run of letters and digits; else any one sign.
 * The former stand alone, so that their pairs do what runs of characters do elsewhere.
 */
const tokenPattern = new RegExp(
  ['[S]\\p{M}*', '[[\\p{L}\\p{M}\\p{N}]--[S]]+', '[^\\s\\p{L}\\p{M}\\p{N}]']
    .join('|')
    .replaceAll(
      '[S]',
      '[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}]',
    ),
  'gv',
);
const wordPattern = /^[\p{L}\p{M}\p{N}]/u;
const digitPattern = /\p{Nd}/u;
const digitsPattern = /\p{Nd}/gu;

function countFeatures(text: string): void {
  let previous = 0;
  let position = 0;
  for (const token of text.match(tokenPattern) ?? []) {
    const lower = token.toLowerCase();
    const hash = hashRun(lower, 0, lower.length, 0);
    counts.add(salted(hash, kinds.word), weights.word);
    counts.add(paired(previous, hash, kinds.pair), weights.pair);
    if (position === 0) counts.add(salted(hash, kinds.opening), weights.opening);
    if (position === 1) counts.add(paired(previous, hash, kinds.opening), weights.opening);
    countStyle(token, lower);
    if (wordPattern.test(lower)) countCharacters(lower);
    previous = hash;
    position++;
  }
  if (position === 0) return;
  counts.add(paired(previous, 0, kinds.pair), weights.pair);
  // half octaves: texts of like length share a feature
  counts.add(salted(Math.floor(Math.log2(text.length + 1) * 2), kinds.length), weights.length);
}

/** Numbers of one shape are one feature, whatever their digits: prices, years, telephone numbers. */
function countStyle(token: string, lower: string): void {
  if (digitPattern.test(lower)) {
    const shape = lower.replace(digitsPattern, '0');
    counts.add(salted(hashRun(shape, 0, shape.length, 0), kinds.style), weights.word);
    counts.add(salted(styles.number, kinds.style), weights.style);
  }
  if (token.length > 1 && token !== lower && token === token.toUpperCase()) {
    counts.add(salted(styles.capitals, kinds.style), weights.style);
  }
}

/** Runs of three and four, of which the ends of the word are part. */
function countCharacters(word: string): void {
  const bounded = `<${word}>`;
  for (let start = 0; start + 3 <= bounded.length; start++) {
    const three = hashRun(bounded, start, start + 3, kinds.characters);
    counts.add(three, weights.characters);
    if (start + 4 <= bounded.length) counts.add(hashRun(bounded, start + 3, start + 4, three), weights.characters);
  }
}

/** FNV-1a over UTF-16 units, continued from `hash`. */
function hashRun(text: string, start: number, end: number, hash: number): number {
  let h = hash ^ 0x811c9dc5;
  for (let i = start; i < end; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h;
}

function salted(hash: number, kind: number): number {
  return Math.imul(hash ^ (kind << 24), 0x01000193);
}

/** Depends on the order of the two. */
function paired(first: number, second: number, kind: number): number {
  return salted(Math.imul(first, 0x85ebca6b) ^ second, kind);
}
