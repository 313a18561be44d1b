import { InvalidArgumentError } from 'commander';

/** A whole number from the command line. */
export function wholeNumber(text: string): number {
  if (!/^[+-]?\d+$/.test(text) || !Number.isSafeInteger(Number(text))) {
    throw new InvalidArgumentError('It is not a whole number.');
  }
  return Number(text);
}

/** A number from 0 to 1 from the command line. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new InvalidArgumentError('It is not between 0 and 1.');
  return value;
}

/** Texts with commas between, without the blanks around them. */
export function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** For a flag that may be repeated. */
export function collect(text: string, earlier: readonly string[] | undefined): string[] {
  return [...(earlier ?? []), text];
}
