/**
 * A number for people: a whole one as it is, another with three digits, or as many as it takes to lie on the same side of
 * `limit` as the number itself, so that no reason says "0.99 is below 0.99".
 */
export function shown(value: number, limit?: number): string {
  if (Number.isInteger(value)) return String(value);
  if (limit === undefined) return String(Number(value.toPrecision(3)));
  for (let digits = 3; digits < 17; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.sign(rounded - limit) === Math.sign(value - limit)) return String(rounded);
  }
  return String(value);
}

/** "1 round", "3 rounds". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
