/** Numbers, shares and times as the language of the interface writes them. */
export interface Format {
  /** 12,345 */
  count(value: number): string;
  /** A share in [0, 1] as 93.5 %; one digit below the percent. */
  share(value: number): string;
  /** A difference of shares in points of percent, with its sign: +1.5. */
  points(value: number): string;
  /** A number with so many digits behind the point. Default: 3 */
  number(value: number, digits?: number): string;
  /** A share with its 95 % interval: 93.5 % (91.0 % to 95.2 %). */
  interval(estimate: { readonly value: number; readonly low: number; readonly high: number }): string;
  /** A point in time, by the user's clock. @param iso ISO 8601 */
  time(iso: string): string;
  /** How long something takes. @param ms milliseconds */
  duration(ms: number): string;
}

export function createFormat(language: string): Format {
  const count = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const points = new Intl.NumberFormat(language, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const unit = (name: string) =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 1 });
  const units = {
    millisecond: unit('millisecond'),
    second: unit('second'),
    minute: unit('minute'),
    hour: unit('hour'),
  };
  return {
    count: (value) => count.format(value),
    share: (value) => share.format(value),
    points: (value) => points.format(value * 100),
    number: (value, digits = 3) =>
      new Intl.NumberFormat(language, { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value),
    interval: ({ value, low, high }) => `${share.format(value)} (${share.format(low)} – ${share.format(high)})`,
    time: (iso) => time.format(new Date(iso)),
    duration(ms) {
      if (ms < 1000) return units.millisecond.format(Math.round(ms));
      if (ms < 60_000) return units.second.format(ms / 1000);
      if (ms < 3_600_000) return units.minute.format(ms / 60_000);
      return units.hour.format(ms / 3_600_000);
    },
  };
}
