import { LineCounter, parseDocument } from 'yaml';
import { AlaasError, type ErrorCode } from './errors.ts';

/**
 * The value that a YAML text holds; JSON is YAML too. Undefined or null: the text is empty.
 *
 * @param name names the text in messages: "alaas.yml", "the request body"
 * @throws AlaasError `code` for a text that is not valid YAML, or too deep
 */
export function readYaml(text: string, name: string, code: ErrorCode): unknown {
  try {
    const document = parseDocument(text, { lineCounter: new LineCounter(), prettyErrors: true, uniqueKeys: true });
    if (document.errors.length > 0) {
      const faults = document.errors.map((error) => error.message.split('\n')[0]).join('; ');
      throw new AlaasError(code, `${name} is not valid YAML: ${faults}`);
    }
    return toValue(document, name, code);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AlaasError(code, `${name} is nested too deeply. Write it flatter.`, { cause: error });
  }
}

function toValue(document: ReturnType<typeof parseDocument>, name: string, code: ErrorCode): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new AlaasError(code, `${name} refers to itself too often through aliases. Write the values out.`, {
      cause: error,
    });
  }
}
