/**
 * Colours of labels, told apart by hue and lightness; the first eight also by people with common colour blindness
 * (after Okabe & Ito 2008, darkened or lightened until black or white text on them has a contrast of 4.5).
 */
const palette = [
  ...['#0072b2', '#e69f00', '#117a5b', '#cc79a7', '#56b4e9', '#b34700', '#f0e442', '#5b3f8c'],
  ...['#7a7a7a', '#8cc63f', '#8a1538', '#2e8b9a', '#d98cb3', '#4d5d00', '#9ecae1', '#6b4423'],
] as const;

/** The colour of a label. @param index of the label in its project; @param chosen by the project, if any */
export function labelColor(index: number, chosen?: string | undefined): string {
  return chosen ?? (palette[index % palette.length] as string);
}

/** Black or white, whichever reads better on a ground. @param color `#rrggbb` */
export function textOn(color: string): '#000000' | '#ffffff' {
  // contrast with black is (L + 0.05) / 0.05, with white 1.05 / (L + 0.05): equal where L + 0.05 is sqrt(0.0525)
  return luminance(color) + 0.05 > Math.sqrt(0.0525) ? '#000000' : '#ffffff';
}

/** Contrast of two colours, from 1 to 21, by WCAG 2.2. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Relative luminance by WCAG 2.2, in [0, 1]. */
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
