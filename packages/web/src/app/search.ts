/** The parts of the progress page. */
export const progressViews = ['learning', 'mistakes', 'people', 'rounds'] as const;

export type ProgressView = (typeof progressViews)[number];

/** What the address of the progress page says behind `?`. */
export interface ProgressSearch {
  /** Default: the first one. */
  readonly view?: ProgressView;
}

export function readProgressSearch({ view }: Readonly<Record<string, unknown>>): ProgressSearch {
  const known = progressViews.find((one) => one === view);
  return known === undefined ? {} : { view: known };
}
