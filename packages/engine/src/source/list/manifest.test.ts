import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultOf, serve } from '../sources.fixture.ts';
import { folderOf, listed } from './list.fixture.ts';
import { readManifest } from './manifest.ts';

type Format = 'auto' | 'list' | 'jsonl' | 'csv' | 'tsv';

const inText = (text: string, format: Format = 'auto', more: { base?: string; columns?: object } = {}) =>
  listed({ manifest: { text, format, base: more.base }, columns: more.columns });

describe('a plain list', () => {
  test('gives URIs as they are and paths from its own folder; blank lines and comments are skipped', async () => {
    const folder = await folderOf({
      'in/list.txt': '\ufeff# my pool\r\nhttps://host/a.jpg\r\n\r\n  b c.jpg  \n/abs/d.jpg\n../e%20.jpg\nimg:1.jpg',
    });
    expect(await listed({ input: `${folder}/in/list.txt` })).toEqual([
      { id: 'https://host/a.jpg', uri: 'https://host/a.jpg' },
      { id: 'b c.jpg', uri: `file://${folder}/in/b%20c.jpg` },
      { id: '/abs/d.jpg', uri: 'file:///abs/d.jpg' },
      { id: '../e%20.jpg', uri: `file://${folder}/e%2520.jpg` },
      { id: 'img:1.jpg', uri: `file://${folder}/in/img:1.jpg` },
    ]);
  });

  test.each(['list.list', 'LIST.LST', 'list.txt'])('is what a file named %s holds', async (name) => {
    const folder = await folderOf({ [name]: '{"uri":"a"}\n' });
    expect((await listed({ input: `${folder}/${name}` }))[0]?.id).toBe('{"uri":"a"}');
  });
});

describe('texts', () => {
  test('are one a line, whatever is in it, without blank lines and the blanks around', async () => {
    const folder = await folderOf({ 'lines.txt': 'One, two\r\n\n  {"three": 4} \n# five\n' });
    const texts = (await listed({ input: `${folder}/lines.txt`, format: 'texts' })).map(({ text }) => text);
    expect(texts).toEqual(['One, two', '{"three": 4}', '# five']);
  });

  test('are named by what they hold where that is asked for, however they arrive', async () => {
    const named = async (text: string | AsyncIterable<Uint8Array>) =>
      await listed({ manifest: { text, format: 'texts', isNamedByContent: true } });
    async function* pieces() {
      for (const piece of ['b\na', 'bc\n']) yield Buffer.from(piece);
    }
    // the first 128 bits of the SHA-256 of "abc", of FIPS 180-2, appendix B.1
    const abc = 'inline:ba7816bf8f01cfea414140de5dae2223';
    expect(await named('abc\n')).toEqual([{ id: abc, uri: abc, text: 'abc' }]);
    expect((await named(pieces())).map(({ id }) => id)[1]).toBe(abc);
  });
});

describe('JSON lines', () => {
  test('hold objects with a URI or a text, or URIs alone', async () => {
    const lines = [
      '{"uri":"a.jpg","id":7}',
      '',
      '"b.jpg"',
      '{"text":"hello","id":"t"}',
      '{"content":""}',
      '{"image":"c.jpg"}',
    ];
    expect(await inText(lines.join('\n'), 'jsonl', { base: '/data' })).toEqual([
      { id: '7', uri: 'file:///data/a.jpg' },
      { id: 'b.jpg', uri: 'file:///data/b.jpg' },
      { id: 't', uri: 'manifest:#row=2', text: 'hello' },
      { id: 'manifest:#row=3', uri: 'manifest:#row=3', text: '' },
      { id: 'c.jpg', uri: 'file:///data/c.jpg' },
    ]);
  });

  test('number their texts within the file', async () => {
    const folder = await folderOf({ 'my texts.ndjson': '{"sentence":"one"}\n\n{"sentence":"two"}\n' });
    const uri = `file://${folder}/my%20texts.ndjson`;
    expect(await listed({ input: `${folder}/my texts.ndjson` })).toEqual([
      { id: `${uri}#row=0`, uri: `${uri}#row=0`, text: 'one' },
      { id: `${uri}#row=1`, uri: `${uri}#row=1`, text: 'two' },
    ]);
  });

  test('give labels only from the field that is named for them', async () => {
    const text = '{"uri":"/a","label":"cat"}\n{"uri":"/b","label":null}\n{"uri":"/c","label":3}';
    expect((await inText(text)).map(({ label }) => label)).toEqual([undefined, undefined, undefined]);
    const columns = { label: 'label' };
    expect((await inText(text, 'jsonl', { columns })).map(({ label }) => label)).toEqual(['cat', undefined, '3']);
  });

  test('that are broken are told with their line numbers, all at once', async () => {
    const lines = [
      '{"uri":"/a"}',
      '{"uri":',
      '[1]',
      '7',
      '{"name":"x"}',
      '{"uri":8}',
      '{"uri":""}',
      '{"uri":"/a","text":"b"}',
    ];
    const fault = await faultOf(
      inText(
        [...lines, '{"uri":"/a","id":{}}', '{"text":5}', '{"uri":"/a\\u0000"}', '{"uri":"/a","id":".."}'].join('\n'),
        'jsonl',
      ),
    );
    expect(fault.code).toBe('INVALID_MANIFEST');
    const told = [...fault.message.matchAll(/line (\d+): ([^;]*)/g)].map(([, line, what]) => [Number(line), what]);
    expect(told).toEqual([
      [2, 'is not JSON'],
      [3, 'is an array'],
      [4, 'is neither an object nor a string'],
      [5, 'has no field that is known to hold a URI or text (it has: name)'],
      [6, 'its URI is not a text'],
      [7, 'has no URI and no text'],
      [8, 'has both a URI and a text'],
      [9, 'its id is neither a text nor a number'],
      [10, 'its text is not a text'],
      [11, 'its URI holds control characters'],
      [12, '".." is a step in the path of an address, and cannot be an id'],
    ]);
  });

  test('that are broken throughout are told twenty times and no more', async () => {
    const fault = await faultOf(inText('broken\n'.repeat(1000), 'jsonl'));
    expect(fault.message.match(/line \d+/g)).toHaveLength(20);
    expect(fault.message).toContain('20 problems or more');
  });

  test('cannot reach what an object inherits', async () => {
    const fault = await faultOf(inText('{"__proto__":{"uri":"/a"}}', 'jsonl', { columns: { uri: 'constructor' } }));
    expect(fault.code).toBe('INVALID_MANIFEST');
  });
});

describe('CSV', () => {
  test('has a header line, quotes, doubled quotes, and fields of several lines', async () => {
    const folder = await folderOf({
      'm.csv': '\ufeffid,"text",class\r\n1,"a, ""b""\r\nc",x\r\n\r\n2,"",y\r\n',
    });
    expect(await listed({ input: `${folder}/m.csv` })).toEqual([
      { id: '1', uri: `file://${folder}/m.csv#row=0`, text: 'a, "b"\r\nc' },
      { id: '2', uri: `file://${folder}/m.csv#row=1`, text: '' },
    ]);
  });

  test('finds its columns by known names in any case, or by the given ones', async () => {
    expect(await inText('Label,Filename\ncat,/a.jpg\n', 'csv')).toEqual([{ id: '/a.jpg', uri: 'file:///a.jpg' }]);
    const columns = { uri: 'where', id: 'key', label: 'what' };
    expect(await inText('what,where,key,text\ncat,/a.jpg,k,t\n,/b.jpg,,t\n', 'csv', { columns })).toEqual([
      { id: 'k', uri: 'file:///a.jpg', label: 'cat' },
      { id: '/b.jpg', uri: 'file:///b.jpg' },
    ]);
  });

  test('may mix URIs and texts, one of the two a row', async () => {
    expect(await inText('uri,text\n/a.jpg,\n,hello\n', 'csv')).toEqual([
      { id: '/a.jpg', uri: 'file:///a.jpg' },
      { id: 'manifest:#row=1', uri: 'manifest:#row=1', text: 'hello' },
    ]);
  });

  test('without a known column lists the columns and says which option to set', async () => {
    const fault = await faultOf(inText('name,kind\nx.jpg,y\n', 'csv'));
    expect(fault).toMatchObject({ code: 'INVALID_MANIFEST', message: expect.stringContaining('"name", "kind"') });
    expect(fault.message).toContain('columns.uri or columns.text');
  });

  test('without the column that is asked for names the nearest', async () => {
    const fault = await faultOf(inText('uri,labels\n/a,y\n', 'csv', { columns: { label: 'label' } }));
    expect(fault.message).toContain('did you mean "labels"');
    expect(fault.message).toContain('columns.label');
  });

  test('tells of rows with other numbers of fields, and of rows with nothing, by their lines', async () => {
    const fault = await faultOf(inText('uri,x\n/a,1\n/b\n,2\n/c,3,4\n', 'csv'));
    expect([...fault.message.matchAll(/line (\d+)/g)].map(([, line]) => Number(line))).toEqual([3, 4, 5]);
  });

  test.each(['uri\n"a"b\n', 'uri\na"b"\n', 'uri\n"a\n'])('with quotes astray is refused: %j', async (text) => {
    const fault = await faultOf(inText(text, 'csv'));
    expect(fault).toMatchObject({ code: 'INVALID_MANIFEST', message: expect.stringContaining('RFC 4180') });
  });

  test('gives back any fields that were written as RFC 4180 has them, however the bytes arrive', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', ' ', ',', '"', '\n', '\r\n', 'ü', '😀') });
    await fc.assert(
      fc.asyncProperty(fc.array(field, { minLength: 1 }), fc.integer({ min: 1, max: 9 }), async (texts, size) => {
        const rows = texts.map((text, i) => `${i},"${text.replaceAll('"', '""')}"`);
        const bytes = Buffer.from(['id,text', ...rows].join('\r\n'));
        const content = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        const manifest = { uri: 'm:', content, format: 'csv', base: undefined, columns: undefined } as const;
        const options = { signal: new AbortController().signal, maxRowBytes: 1e6 };
        const items = (await Array.fromAsync(readManifest(manifest, options))).flat();
        expect(items.map(({ text }) => text)).toEqual(texts);
      }),
      { seed: 1, numRuns: 50 },
    );
  });
});

describe('rows of a table', () => {
  const rowsOf = async (...asked: Parameters<typeof inText>) =>
    (await inText(...asked)).map(({ text, label }) => [
      JSON.parse(text ?? ''),
      ...(label === undefined ? [] : [label]),
    ]);

  test('are taken for such where no column holds URIs or texts: numbers, texts and nothing, without id and label', async () => {
    const text = 'id,age,zip,work,rate,label\n7,39,00501,State-gov,1.50,yes\n8,-4,,"a, b",1e3,no\n';
    expect(await inText(text, 'csv')).toEqual([
      {
        id: '7',
        uri: 'manifest:#row=0',
        text: '{"age":39,"zip":"00501","work":"State-gov","rate":1.5}',
        isRow: true,
      },
      { id: '8', uri: 'manifest:#row=1', text: '{"age":-4,"zip":null,"work":"a, b","rate":1000}', isRow: true },
    ]);
  });

  test('of the columns that are asked for, also where one is called as one of texts is', async () => {
    const text = 'text,age,work,y\nhello,39,State-gov,a\n';
    const columns = { features: ['work', 'text'], label: 'y' };
    expect(await rowsOf(text, 'csv', { columns })).toEqual([[{ work: 'State-gov', text: 'hello' }, 'a']]);
    expect(await rowsOf(text, 'csv', { columns: { features: 'all', label: 'y' } })).toEqual([
      [{ text: 'hello', age: 39, work: 'State-gov' }, 'a'],
    ]);
    const fault = await faultOf(inText(text, 'csv', { columns: { features: ['ages'] } }));
    expect(fault.message).toContain('no column "ages" (did you mean "age"?)');
    expect(fault.message).toContain('columns.features');
  });

  test('may be JSON lines and TSV, and are told from lists by their header where columns are named', async () => {
    const lines = '{"age":39,"work":"x","old":false,"y":"a"}\n{"work":null,"y":"b"}\n';
    expect(await rowsOf(lines, 'jsonl', { columns: { label: 'y' } })).toEqual([
      [{ age: 39, work: 'x', old: false }, 'a'],
      [{ work: null }, 'b'],
    ]);
    expect(await rowsOf('a\tb\n1\tx\n', 'tsv')).toEqual([[{ a: 1, b: 'x' }]]);
    expect(await rowsOf('a,b\n1,x\n', 'auto', { columns: { features: 'all' } })).toEqual([[{ a: 1, b: 'x' }]]);
    expect(await rowsOf('a,b\n1,x\n', 'auto', { columns: { features: ['b'] } })).toEqual([[{ b: 'x' }]]);
  });

  test('lack what they do not say, also where every object has something of the name', async () => {
    const columns = { features: ['age', 'constructor'] };
    expect(await rowsOf('{"age":39,"constructor":"x"}\n{"age":40}\n', 'jsonl', { columns })).toEqual([
      [{ age: 39, constructor: 'x' }],
      [{ age: 40, constructor: null }],
    ]);
  });

  test('are not guessed where a cell of the first row reads like the place of a content', async () => {
    for (const cell of ['https://host/x', 'img/1.png', 'a.wav']) {
      const fault = await faultOf(inText(`name,place\nx,${cell}\n`, 'csv'));
      expect(fault).toMatchObject({
        code: 'INVALID_MANIFEST',
        message: expect.stringContaining(`"${cell}" looks like one`),
      });
      const inJson = await faultOf(inText(JSON.stringify({ name: 'x', place: cell }), 'jsonl'));
      expect(inJson.message).toContain('columns.features');
      expect(await rowsOf(`name,place\nx,${cell}\n`, 'csv', { columns: { features: 'all' } })).toEqual([
        [{ name: 'x', place: cell }],
      ]);
    }
  });

  test('that hold lists or objects are told by their lines', async () => {
    const fault = await faultOf(inText('{"a":1}\n{"a":[1]}\n{}\n', 'jsonl'));
    expect([...fault.message.matchAll(/line (\d+)/g)].map(([, line]) => Number(line))).toEqual([2, 3]);
  });

  test('have ids made from their cells alone', async () => {
    const idOf = async (text: string) => (await inText(text, 'csv'))[0]?.id;
    const id = await idOf('a,b\n1,x\n');
    expect(id).toMatch(/^row:[0-9a-f]{32}$/);
    expect(await idOf('b,a\nx,1.0\n')).toBe(id);
    expect(await idOf('a,b\n2,x\n')).not.toBe(id);
  });
});

describe('TSV', () => {
  test('is cut at tabs only: quotes and commas are characters of a text', async () => {
    const text = 'Label\tSMS\nham\t"Hi", he said, 5" tall\nspam\t"WIN"\n';
    const items = await inText(text, 'tsv', { columns: { text: 'SMS', label: 'Label' } });
    expect(items.map((item) => [item.text, item.label])).toEqual([
      ['"Hi", he said, 5" tall', 'ham'],
      ['"WIN"', 'spam'],
    ]);
  });
});

describe('a format that is not said', () => {
  test.each([
    ['{"uri":"/a.jpg"}', 'JSON lines'],
    ['\n\n  {"uri":"/a.jpg"}', 'JSON lines after blank ones'],
    ['"/a.jpg"', 'JSON strings'],
    ['uri,label\n/a.jpg,cat', 'CSV'],
    ['"label","uri"\ncat,/a.jpg', 'CSV with a quoted header'],
    ['uri\n/a.jpg', 'CSV with one column'],
    ['Label\tPath\ncat\t/a.jpg', 'TSV'],
    ['/a.jpg', 'a list'],
    ['# label,uri\n/a.jpg', 'a list with a comment'],
    ['file:///a.jpg', 'a list of URIs'],
  ])('is told from %j: %s', async (text) => {
    expect((await inText(text)).map(({ uri }) => uri)).toEqual(['file:///a.jpg']);
  });

  test('is told by a column that is named', async () => {
    expect(await inText('where,what\n/a.jpg,cat', 'auto', { columns: { uri: 'where' } })).toHaveLength(1);
  });

  test('is told for a file whose name says nothing', async () => {
    const folder = await folderOf({ pool: '{"uri":"a.jpg"}\n' });
    expect(await listed({ input: `${folder}/pool` })).toEqual([{ id: 'a.jpg', uri: `file://${folder}/a.jpg` }]);
  });
});

describe('a manifest', () => {
  test.each(['', '\n\n', '# nothing\n', '\ufeff'])('with the text %j is an empty pool', async (text) => {
    expect(await faultOf(inText(text))).toMatchObject({ code: 'EMPTY_POOL' });
  });

  test('with a header alone is an empty pool', async () => {
    const fault = await faultOf(inText('uri,label\n', 'csv', { columns: { label: 'label' } }));
    expect(fault).toMatchObject({ code: 'EMPTY_POOL' });
  });

  test.each(['id', 'label'])('without a single %s where they are said to be is refused', async (role) => {
    const fault = await faultOf(inText('{"uri":"/a","class":"x"}', 'jsonl', { columns: { [role]: 'clas' } }));
    expect(fault).toMatchObject({ code: 'INVALID_MANIFEST', message: expect.stringContaining(`columns.${role}`) });
  });

  test('with relative paths needs a base', async () => {
    const fault = await faultOf(inText('a.jpg\n/b.jpg\nc.jpg', 'list'));
    expect(fault.code).toBe('INVALID_MANIFEST');
    expect([...fault.message.matchAll(/line (\d+)/g)].map(([, line]) => Number(line))).toEqual([1, 3]);
  });

  test.each([
    ['/data', 'file:///data/a.jpg'],
    ['file:///my%20data/', 'file:///my%20data/a.jpg'],
    ['https://host/data', 'https://host/data/a.jpg'],
  ])('resolves relative paths from the base %s', async (base, uri) => {
    expect(await inText('a.jpg', 'list', { base })).toEqual([{ id: 'a.jpg', uri }]);
  });

  test('refuses a base that is relative', async () => {
    expect(await faultOf(inText('a.jpg', 'list', { base: 'data' }))).toMatchObject({ code: 'INVALID_MANIFEST' });
  });

  test('that is not UTF-8 is told with the lines that are not', async () => {
    const latin1 = Buffer.from('/a.jpg\n/\u00fc.jpg\n/b.jpg\n/\u00e9.jpg', 'latin1');
    const folder = await folderOf({ 'list.txt': latin1, 'm.csv': Buffer.concat([Buffer.from('uri\n'), latin1]) });
    const fault = await faultOf(listed({ input: `${folder}/list.txt` }));
    expect(fault.code).toBe('INVALID_MANIFEST');
    expect(fault.message).toMatch(/line 2: is not UTF-8; line 4: is not UTF-8/);
    expect((await faultOf(listed({ input: `${folder}/m.csv` }))).message).toMatch(/line 3: is not UTF-8; line 5/);
  });

  test('with a line beyond the limit is refused before it fills the memory', async () => {
    const folder = await folderOf({ 'list.txt': 'a'.repeat(2 ** 19), 'm.csv': `text\n"${'a\n'.repeat(2 ** 18)}` });
    for (const name of ['list.txt', 'm.csv']) {
      const work = listed({ input: `${folder}/${name}` }, { limits: { max_item_bytes: 1000 } });
      expect(await faultOf(work)).toMatchObject({ code: 'INVALID_MANIFEST' });
    }
  });

  test('of many blocks gives all rows, with the right line of a bad one', async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => `{"id":${i},"text":"text number ${i}"}`);
    const folder = await folderOf({ 'm.jsonl': rows.join('\n'), 'bad.jsonl': [...rows, 'broken', ...rows].join('\n') });
    const items = await listed({ input: `${folder}/m.jsonl` });
    expect(items.map(({ id }) => Number(id))).toEqual(rows.map((_, i) => i));
    expect(items.at(-1)?.uri).toBe(`file://${folder}/m.jsonl#row=49999`);
    expect((await inText(rows.join('\n'), 'jsonl')).at(-1)?.text).toBe('text number 49999');
    const bad = [() => listed({ input: `${folder}/bad.jsonl` }), () => inText([...rows, 'broken'].join('\n'), 'jsonl')];
    for (const list of bad) expect((await faultOf(list())).message).toContain('line 50001: is not JSON');
  });
});

test('a long manifest in memory lets other work run while it is read', async () => {
  let turns = 0;
  const count = setInterval(() => turns++, 0);
  await inText('/a.jpg\n'.repeat(300_000), 'list');
  clearInterval(count);
  expect(turns).toBeGreaterThan(1);
});

describe('a manifest behind a URL', () => {
  test('resolves its rows from there and keeps no credentials in ids', async () => {
    const body = ['{"uri":"a b%20c.jpg?v=1"}', '{"text":"hello"}', '{"uri":"/c.jpg"}', '{"uri":"file:///d.jpg"}'].join(
      '\n',
    );
    const server = await serve((_, response) => response.end(body));
    const host = `127.0.0.1:${server.port}`;
    expect(await listed({ input: `http://user:pass@${host}/pool/m.jsonl?x=1` })).toEqual([
      { id: 'a b%20c.jpg?v=1', uri: `http://user:pass@${host}/pool/a%20b%20c.jpg?v=1` },
      { id: `http://${host}/pool/m.jsonl?x=1#row=1`, uri: `http://${host}/pool/m.jsonl?x=1#row=1`, text: 'hello' },
      { id: '/c.jpg', uri: `http://user:pass@${host}/c.jpg` },
      { id: 'file:///d.jpg', uri: 'file:///d.jpg' },
    ]);
  });

  test('may be an image, which is a pool of one that is not read yet', async () => {
    const input = 'http://127.0.0.1:1/cat.jpg';
    expect(await listed({ input })).toEqual([{ id: input, uri: input }]);
  });

  test('is guarded for remote callers', async () => {
    const server = await serve((_, response) => response.end('/a.jpg'));
    const work = listed({ input: `${server.url}/list.txt` }, { access: 'remote' });
    expect(await faultOf(work)).toMatchObject({ code: 'SOURCE_FORBIDDEN' });
    expect(server.requests).toHaveLength(0);
  });

  test('is read up to the limit of a request body', async () => {
    const server = await serve((_, response) => response.end('/a.jpg\n'.repeat(100)));
    const work = listed({ input: `${server.url}/list.txt` }, { limits: { max_body_bytes: 100 } });
    expect(await faultOf(work)).toMatchObject({ code: 'SOURCE_TOO_LARGE' });
  });
});

test('items that are given are the pool', async () => {
  const items = [{ id: 'a', uri: 'file:///a' }];
  expect(await listed({ items })).toEqual(items);
});
