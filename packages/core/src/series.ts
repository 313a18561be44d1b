import { z } from 'zod';

/**
 * A time series as the service shows it, whatever file it came from: `application/vnd.alaas.series+json`. A value that the
 * file leaves out is null.
 */
export const seriesContentSchema = z.object({
  /** One per channel: the header of its column, or its number from 1. */
  names: z.array(z.string()),
  /** One number per point, never falling, where the file has them; else points are evenly apart. */
  time: z.array(z.number()).optional(),
  /** [channels][points] */
  channels: z.array(z.array(z.number().nullable())),
  /**
   * Which points of the file these are, counted from 0, where it has too many to be drawn: then they stand for stretches of it,
   * two for each, with the lowest and the highest value that the channel has there, in the order in which it has them.
   */
  points: z.array(z.int()).optional(),
  /** Points of the file, where these are not all. */
  of: z.int().optional(),
});

export type SeriesContent = z.output<typeof seriesContentSchema>;

/** One or more channels measured at the same points. */
export interface Series {
  readonly names: readonly string[];
  /** [points], never falling. Absent: evenly apart. */
  readonly time?: Float64Array;
  /** One per channel: [points], finite, or NaN where the file leaves a value out. At least one value is there. */
  readonly channels: readonly Float64Array[];
}
