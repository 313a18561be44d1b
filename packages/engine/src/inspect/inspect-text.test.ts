import { describe, expect, it, test } from 'vitest';
import { type InspectedText, inspectText } from './inspect-text.ts';

function look(text: string, more: Partial<InspectedText> = {}) {
  return inspectText({ text, isWhole: true, ...more });
}

/** Rows of a CSV file, `count` of them. */
function csv(header: string, row: (i: number) => string, count = 30): string {
  return `${header}\n${Array.from({ length: count }, (_, i) => row(i)).join('\n')}\n`;
}

const words = ['free prize, call now', 'see you at lunch', 'are you coming home', 'win cash today'];
const sentence = (i: number): string => `"${words[i % 4]} ${i}"`;

describe('the columns of a manifest', () => {
  const cases: readonly [title: string, text: string, guess: object, modality: string | null][] = [
    [
      'the SMS collection: labels first, columns without a meaning in their names',
      csv('v1,v2', (i) => `${i % 4 === 0 ? 'spam' : 'ham'},${sentence(i)}`),
      { label: 'v1', text: 'v2' },
      'text',
    ],
    [
      'reviews with an id and stars',
      csv('id,review,stars', (i) => `r${i},${sentence(i)},${(i % 5) + 1}`),
      { id: 'id', text: 'review', label: 'stars' },
      'text',
    ],
    [
      'names that say nothing: the column of several words is the text',
      csv('a,b,c', (i) => `${i},${sentence(i)},${i % 2 ? 'yes' : 'no'}`),
      { text: 'b', label: 'c' },
      'text',
    ],
    [
      'images by address, with their species',
      csv('url,species', (i) => `https://example.org/birds/${i}.jpg,${i % 3 ? 'wren' : 'robin'}`),
      { uri: 'url', label: 'species' },
      'image',
    ],
    [
      'images by relative path in a column that is called otherwise',
      csv('shot,camera_no', (i) => `2024/dir ${i}/IMG_${i}.JPG,${1000 + i}`),
      { uri: 'shot' },
      'image',
    ],
    [
      'recordings with a transcript: the sound is the content',
      csv('path,transcript', (i) => `clips/${i}.wav,${sentence(i)}`),
      { uri: 'path' },
      'audio',
    ],
    [
      'articles with the page they are from: the text is the content',
      csv('title,body,link', (i) => `${sentence(i)},"${words.join(' ')} ${i}",https://news.example/${i}.html`),
      { text: 'body' },
      'text',
    ],
    [
      'a table of measurements',
      csv('sepal_length,sepal_width,species', (i) => `${5 + i / 10},${3 - i / 20},${i % 2 ? 'setosa' : 'virginica'}`),
      { label: 'species' },
      'table',
    ],
    [
      'a table whose classes are numbers',
      csv('age,income,bought', (i) => `${20 + i},${1000.5 + 10 * i},${i % 2}`),
      { label: 'bought' },
      'table',
    ],
    [
      'one column for each step of a series',
      csv('t0,t1,t2,t3,t4,t5,t6,t7,t8,activity', (i) =>
        [...Array.from({ length: 9 }, (_, t) => (Math.sin(i + t) * 9).toFixed(3)), i % 2 ? 'walk' : 'run'].join(','),
      ),
      { label: 'activity' },
      'series',
    ],
    [
      'features that are numbered, as tables without names have them',
      csv('V1,V2,V3,V4,V5,V6,V7,V8,V9,letter', (i) =>
        [...Array.from({ length: 9 }, (_, t) => (i * 7 + t) % 15), i % 2 ? 'A' : 'B'].join(','),
      ),
      { label: 'letter' },
      'table',
    ],
    [
      'JSON lines with lists of numbers',
      Array.from({ length: 12 }, (_, i) =>
        JSON.stringify({ signal: Array.from({ length: 16 }, (_, t) => i + t / 7), gesture: i % 2 ? 'wave' : 'nod' }),
      ).join('\n'),
      { label: 'gesture' },
      'series',
    ],
    [
      'JSON lines with a text, a category and metadata',
      Array.from({ length: 12 }, (_, i) =>
        JSON.stringify({ uid: `x-${i}`, meta: { lang: 'en' }, message: `${words[i % 4]} ${i}`, category: i % 3 }),
      ).join('\n'),
      { id: 'uid', text: 'message', label: 'category' },
      'text',
    ],
    [
      'tab-separated lines of a file without a telling name',
      csv('text\ttopic', (i) => `${words[i % 4]} ${i}\t${i % 2 ? 'news' : 'sport'}`),
      { text: 'text', label: 'topic' },
      'text',
    ],
    [
      'a column in which every value differs is no label, whatever its name',
      csv('text,category', (i) => `${sentence(i)},c${i}`),
      { text: 'text' },
      'text',
    ],
    [
      'only addresses of pages: nothing says what they hold',
      csv('uri,n', (i) => `https://a.example/${i},${i}`),
      { uri: 'uri' },
      null,
    ],
  ];

  test.each(cases)('are told apart: %s', (_title, text, guess, modality) => {
    const found = look(text);
    expect(found.guess).toEqual(guess);
    expect(found.modality.guess).toBe(modality);
    expect(found.items).toEqual({ count: found.items.count, isMore: false });
    for (const { why } of found.columns) expect(why).not.toBe('');
  });

  it('that are given are taken, and the others guessed around them', () => {
    const text = csv('title,body,kind', (i) => `${sentence(i)},"${words.join(' ')} ${i}",${i % 2 ? 'a' : 'b'}`);
    const found = look(text, { columns: { text: 'title' } });
    expect(found.guess).toEqual({ text: 'title', label: 'kind' });
    expect(found.columns.map(({ name, role }) => [name, role])).toEqual([
      ['title', 'text'],
      ['body', null],
      ['kind', 'label'],
    ]);
  });

  it('show values, kinds and counts', () => {
    const found = look('text,n,ok,empty\nhello there,1,true,\nhello you,2,false,\nhello there,2,true,\n', {
      name: 'a.csv',
    });
    expect(
      found.columns.map(({ name, holds, filled, distinct, samples }) => ({ name, holds, filled, distinct, samples })),
    ).toEqual([
      { name: 'text', holds: 'text', filled: 3, distinct: 2, samples: ['hello there', 'hello you'] },
      { name: 'n', holds: 'number', filled: 3, distinct: 2, samples: ['1', '2'] },
      { name: 'ok', holds: 'boolean', filled: 3, distinct: 2, samples: ['true', 'false'] },
      { name: 'empty', holds: 'empty', filled: 0, distinct: 0, samples: [] },
    ]);
  });
});

describe('the labels', () => {
  it('are counted, the most frequent first, equal ones by name', () => {
    const text = csv('text,label', (i) => `${sentence(i)},${['b', 'a', 'c', 'c'][i % 4]}`, 8);
    expect(look(text).labels).toEqual([
      { name: 'c', items: 4 },
      { name: 'a', items: 2 },
      { name: 'b', items: 2 },
    ]);
  });
});

describe('lists', () => {
  it('of addresses have the modality that most endings say, and their first five are shown', () => {
    const list = ['# birds', ...Array.from({ length: 7 }, (_, i) => `https://a.example/${i}.png?size=2`), 'b/8.webp'];
    const found = look(list.join('\n'));
    expect(found).toMatchObject({ format: 'list', items: { count: 8, isMore: false }, modality: { guess: 'image' } });
    expect(found.samples.map(({ id, uri }) => [id, uri])[0]).toEqual([
      'https://a.example/0.png?size=2',
      'https://a.example/0.png?size=2',
    ]);
    expect(found.samples).toHaveLength(5);
    expect(found.warnings).toEqual([]);
  });

  it('of lines that are no addresses are texts, also with commas in them', () => {
    const found = look('Call me, please\nIt is late, and I am tired, really\nNo\n');
    expect(found).toMatchObject({ format: 'texts', items: { count: 3 }, modality: { guess: 'text' } });
    expect(found.samples[1]).toEqual({ id: 'row 2', text: 'It is late, and I am tired, really' });
  });

  it('with more than one modality say so', () => {
    const { modality, warnings } = look('a.png\nb.png\nc.wav\n');
    expect(modality).toMatchObject({ guess: 'image', counts: { image: 2, audio: 1 } });
    expect(warnings).toMatchObject([{ code: 'mixed', items: 1 }]);
  });
});

describe('what is wrong', () => {
  it('with rows is counted, and the others are still looked at', () => {
    const found = look('{"text":"a b","label":"x"}\n{"text":\n[1]\n{"text":"c d","label":"y"}\n', { name: 'x.jsonl' });
    expect(found.guess).toMatchObject({ text: 'text' });
    expect(found.items.count).toBe(4);
    expect(found.warnings).toMatchObject([{ code: 'rows-broken', items: 2 }]);
    const torn = look('text,label\nhello you,a\nonly one\nhello me,b\n', { name: 'x.csv' });
    expect(torn.warnings).toMatchObject([{ code: 'rows-broken', items: 1 }]);
  });

  it('with contents that come twice, or are missing, is told', () => {
    const found = look('text,n\nhello you,1\nhello you,2\n,3\n', { name: 'x.csv' });
    expect(found.warnings.map(({ code, items }) => [code, items])).toEqual([
      ['duplicates', 1],
      ['rows-broken', 1],
    ]);
  });

  it('with ids that come twice is told, and they are not guessed as ids', () => {
    const found = look('id,text\n1,hello you\n1,hello me\n2,hello all\n', { name: 'x.csv' });
    expect(found.guess).toEqual({ text: 'text' });
    expect(found.warnings).toMatchObject([{ code: 'duplicates', items: 1 }]);
  });

  it('is not that there are more rows than are looked at: they are counted', () => {
    const found = look(csv('text,label', (i) => `${sentence(i)},${i % 2}`, 5000));
    expect(found.items).toEqual({ count: 5000, isMore: false });
    expect(found.labels.map(({ items }) => items)).toEqual([2500, 2500]);
    expect(found.warnings).toEqual([]);
  });

  it('is not that a file is sorted by label: all labels are found', () => {
    const found = look(csv('text,label', (i) => `${sentence(i)},c${Math.floor(i / 40)}`, 4000));
    expect(found.labels).toHaveLength(100);
  });

  it('is not the last row of a file that was cut', () => {
    const found = look('text,label\nhello you,a\nhello me,b\nhello al', { name: 'x.csv', isWhole: false });
    expect(found.items).toEqual({ count: 2, isMore: true });
    expect(found.warnings.map(({ code }) => code)).toEqual(['cut']);
  });

  it('is not a column that is called like what every object has', () => {
    const found = look('{"constructor":"a b","__proto__":"x"}\n{"text":"c d"}\n', { name: 'x.jsonl' });
    expect(found.columns.map(({ name, filled }) => [name, filled])).toEqual([
      ['constructor', 1],
      ['__proto__', 1],
      ['text', 1],
    ]);
  });

  it('is not a value that nests deeper than can be written', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const found = look(`{"text":"hello you","more":${deep}}\n{"more":${deep}}\n`, { name: 'x.jsonl' });
    expect(found.columns[1]).toMatchObject({ name: 'more', holds: 'list', samples: ['[…]'] });
    expect(found.samples.map(({ text }) => text)).toEqual(['hello you', '{…}']);
  });

  it('is found in time, whatever a cell holds', () => {
    const started = performance.now();
    look(`a,b\n${'1'.repeat(100_000)}x,2\n`, { name: 'x.csv' });
    // a pattern that tries every way to cut the digits takes most of a minute
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('is said of a file without rows', () => {
    expect(look('', { name: 'x.csv' })).toMatchObject({ modality: { guess: null }, warnings: [{ code: 'empty' }] });
    expect(look('text,label\n', { name: 'x.csv' }).warnings).toMatchObject([{ code: 'empty' }]);
  });
});
