export type Ground = 'light' | 'dark';

/** Lightness, chroma and hue of the two ends, by OKLCH (Ottosson 2020): what is far from the ground stands out. */
const ends = {
  light: { low: [0.87, 0.07, 95], high: [0.36, 0.16, 300] },
  dark: { low: [0.42, 0.09, 300], high: [0.93, 0.14, 100] },
} as const;

/**
 * A colour of a scale whose steps look equally large, from `#rrggbb` that lies close to the ground to one far from it.
 *
 * @param share in [0, 1]
 */
export function scaleColor(share: number, ground: Ground): string {
  const { low, high } = ends[ground];
  const at = Math.min(1, Math.max(0, share));
  const [lightness, chroma, hue] = low.map((start, i) => start + ((high[i] as number) - start) * at) as [
    number,
    number,
    number,
  ];
  return hex(toRgb(lightness, chroma, (hue * Math.PI) / 180));
}

/** sRGB of OKLCH, each in [0, 1]; what no screen shows is cut off. Matrices: Ottosson 2020. */
function toRgb(lightness: number, chroma: number, hue: number): number[] {
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return linear.map((part) => {
    const clipped = Math.min(1, Math.max(0, part));
    return clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  });
}

function hex(parts: readonly number[]): string {
  return `#${parts
    .map((part) =>
      Math.round(part * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
