import { describe, expect, it } from 'vitest';
import { type CurlOptions, downloadLine, predictLine } from './curl.ts';

const options: CurlOptions = { origin: 'http://127.0.0.1:60035', project: 'a b', token: 'variable' };

/** The words that a shell makes of a line, with ALAAS_TOKEN set: quotes, backslashes and that variable by the rules of POSIX. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  let quote = '';
  let word: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (quote === '' && char === ' ') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (quote === '' && (char === "'" || char === '"')) {
      quote = char;
      word ??= '';
    } else if (char === quote) {
      quote = '';
    } else if (quote === '' && char === '\\') {
      word = (word ?? '') + line.charAt(++at);
    } else if (quote !== "'" && line.startsWith('$ALAAS_TOKEN', at)) {
      word = `${word ?? ''}secret`;
      at += '$ALAAS_TOKEN'.length - 1;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== '') throw new Error(`A quote is open: ${line}`);
  return word === undefined ? words : [...words, word];
}

describe('predictLine', () => {
  it('sends the input as it is, whatever quotes are in it', () => {
    const text = `it's "so" $HOME \`x\``;
    expect(wordsOf(predictLine(options, { text }))).toEqual([
      'curl',
      '-H',
      'authorization: Bearer secret',
      '-H',
      'content-type: application/json',
      '-d',
      JSON.stringify({ items: [{ text }] }),
      'http://127.0.0.1:60035/v1/projects/a%20b/predict',
    ]);
  });

  it('names the token only when it is given one, and none where the service asks for none', () => {
    const real = predictLine({ ...options, token: { value: "to'ken" } }, { item: 'x' });
    expect(wordsOf(real)[2]).toBe("authorization: Bearer to'ken");
    expect(predictLine({ ...options, token: 'none' }, { item: 'x' })).not.toContain('authorization');
  });
});

describe('downloadLine', () => {
  it('saves the file under the name that the service gives it', () => {
    expect(wordsOf(downloadLine({ ...options, token: 'none' }, false))).toEqual([
      'curl',
      '-OJ',
      'http://127.0.0.1:60035/v1/projects/a%20b/model.onnx',
    ]);
    expect(wordsOf(downloadLine(options, true)).at(-1)).toMatch(/\/model\.onnx\?joined=true$/);
  });
});
