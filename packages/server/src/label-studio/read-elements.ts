import { AlaasError } from '@alaas/core';
import sax from 'sax';

/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
}

/** Characters of a label config; a hundred times what people write. */
const maxCharacters = 2 ** 20;
const maxElements = 20_000;
const maxDepth = 100;

/**
 * The root of an XML document, as a tree of elements: texts, comments and instructions are passed over. Nothing is expanded
 * but the five entities of XML and character references, and a document type is refused, so that a short text stays short.
 *
 * @throws AlaasError `INVALID_REQUEST` naming the line
 */
export function readElements(xml: string): XmlElement {
  if (xml.length > maxCharacters) throw invalid(`It has ${xml.length} characters; ${maxCharacters} are read`);
  const parser = sax.parser(true);
  const open: { element: XmlElement; children: XmlElement[] }[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  const fail = (message: string) => {
    throw invalid(`Line ${parser.line + 1}: ${message}`);
  };
  parser.onerror = ({ message }) => fail(message.split('\n')[0] ?? 'it is not well formed');
  parser.ondoctype = () => fail('a document type has no place in a label config');
  parser.onopentag = ({ name, attributes }) => {
    if (root !== undefined && open.length === 0) fail('a second element stands beside the first');
    if (++count > maxElements) fail(`more than ${maxElements} elements`);
    if (open.length >= maxDepth) fail(`elements stand more than ${maxDepth} deep in each other`);
    const children: XmlElement[] = [];
    const element = { name, attributes: attributes as Record<string, string>, children };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push({ element, children });
  };
  parser.onclosetag = () => {
    open.pop();
  };
  parser.write(xml).close();
  if (root === undefined) throw invalid('It is empty');
  return root;
}

/** All elements below one, itself first, in the order of the document. */
export function* elementsIn(element: XmlElement): Generator<XmlElement, void> {
  yield element;
  for (const child of element.children) yield* elementsIn(child);
}

function invalid(message: string): AlaasError {
  return new AlaasError('INVALID_REQUEST', `The label config cannot be read. ${message}.`);
}
