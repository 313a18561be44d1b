/** The number of a Label Studio project. Calls name it as `8.1720185484`: number, dot, when it was made; old ones as 8. */
export function projectNumber(project: unknown): string {
  return String(project ?? '').split('.')[0] as string;
}
