/** The two that are compared. */
export interface Sides {
  /** What both of them answer, where the item says so. */
  readonly prompt?: string | undefined;
  readonly left: string;
  readonly right: string;
}

/** What rows and objects call the two, in the order in which it is looked for. */
const namePairs = [
  ['left', 'right'],
  ['a', 'b'],
  ['response_a', 'response_b'],
  ['answer1', 'answer2'],
  ['text1', 'text2'],
  ['option_a', 'option_b'],
  ['first', 'second'],
] as const;

const promptNames = ['prompt', 'question', 'instruction', 'context', 'input'];

/**
 * The two sides of an item that is one text: the two parts around its empty line, as a comparison arrives from other tools, or
 * a JSON object that names them. Undefined where it cannot be told, so that the text is shown as it is.
 */
export function sidesOfText(text: string): Sides | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) {
    try {
      return sidesOfRow(JSON.parse(trimmed) as Readonly<Record<string, unknown>>);
    } catch {
      // a text that begins with a brace
    }
  }
  const parts = trimmed.split(/\r?\n[ \t]*\r?\n\s*/);
  const [left, right] = parts;
  return parts.length === 2 && left && right ? { left, right } : undefined;
}

/** The two sides of a row: the two columns with names like left and right, or the only two with text. */
export function sidesOfRow(row: Readonly<Record<string, unknown>>): Sides | undefined {
  const texts = new Map(
    Object.entries(row).flatMap(([name, value]) => (typeof value === 'string' ? [[name.toLowerCase(), value]] : [])),
  );
  const promptName = promptNames.find((name) => texts.has(name));
  const prompt = promptName === undefined ? undefined : texts.get(promptName);
  for (const [leftName, rightName] of namePairs) {
    const [left, right] = [texts.get(leftName), texts.get(rightName)];
    if (left !== undefined && right !== undefined) return { prompt, left, right };
  }
  const others = [...texts].filter(([name]) => name !== promptName).map(([, value]) => value);
  const [left, right] = others;
  return others.length === 2 && left !== undefined && right !== undefined ? { prompt, left, right } : undefined;
}
