import { styleText } from 'node:util';
import type { Output } from '../world.ts';

type Format = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** `text` in a colour where the output shows colours. */
export function paint(output: Pick<Output, 'hasColours'>, format: Format, text: string): string {
  return output.hasColours ? styleText(format, text, { validateStream: false }) : text;
}
