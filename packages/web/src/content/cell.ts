/** A cell of a row as text: what is nested, as JSON. Empty text: there is nothing in it. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Whether a cell is to stand at the right, digit under digit. */
export function isNumberCell(value: unknown): boolean {
  return (
    typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
  );
}
