import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { elementsIn, readElements } from './read-elements.ts';

function refusal(xml: string): string {
  try {
    readElements(xml);
  } catch (error) {
    if (isAlaasError(error, 'INVALID_REQUEST')) return error.message;
    throw error;
  }
  return 'none';
}

/** Ten entities, each ten times the one before: three gigabytes when they are expanded. */
const laughs = [
  '<!DOCTYPE View [<!ENTITY a0 "lol">',
  ...Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`),
  ']><View name="&a9;">&a9;</View>',
].join('\n');

describe('readElements', () => {
  it('reads elements and attributes, and passes over the rest', () => {
    const xml =
      '<?xml version="1.0"?><View><!-- no --><Text name="t" value="$a &lt; &#98;"/>words<Style>x{}</Style></View>';
    const root = readElements(xml);
    expect([...elementsIn(root)].map(({ name }) => name)).toEqual(['View', 'Text', 'Style']);
    expect(root.children[0]?.attributes).toEqual({ name: 't', value: '$a < b' });
  });

  it('expands nothing of a billion laughs', () => {
    const before = performance.now();
    expect(refusal(laughs)).toContain('document type');
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('refuses a document type that asks for a file', () => {
    const xml = '<!DOCTYPE View [<!ENTITY x SYSTEM "file:///etc/passwd">]><View name="&x;"/>';
    expect(refusal(xml)).toContain('document type');
  });

  it('knows no entities but those of XML', () => {
    expect(refusal('<View name="&a9;"/>')).toContain('Line 1');
  });

  it.each([
    ['nothing', '', 'empty'],
    ['words', 'words', 'Line 1'],
    ['an open element', '<View>', 'Line 1'],
    ['crossed elements', '<View>\n<Text></View>', 'Line 2'],
    ['two roots', '<View/><View/>', 'second'],
    ['a bare attribute', '<View name=x/>', 'Line 1'],
    ['deep nesting', `${'<View>'.repeat(101)}${'</View>'.repeat(101)}`, '100 deep'],
    ['many elements', `<View>${'<a/>'.repeat(20_000)}</View>`, '20000 elements'],
    ['a long text', `<View>${' '.repeat(2 ** 20)}</View>`, 'characters'],
  ])('refuses %s with the reason', (_, xml, reason) => {
    expect(refusal(xml)).toContain(reason);
  });
});
