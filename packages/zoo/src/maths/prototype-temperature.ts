/** Squared distances of unit rows lie in 0..4, and those to two prototypes differ by hundredths to tenths. */
const temperatures = [2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005];

/** Where no class has two rows, nothing can be left out. */
const unknownTemperature = 0.1;

/** Labelled rows as the prototypes that were made of them see them. */
export interface PrototypeView {
  /** [L x K] squared distances to all prototypes. */
  readonly distances: Float32Array;
  /** [L] */
  readonly labels: Int32Array;
  /** [L] Default: 1 each. */
  readonly weights?: Float32Array;
  /** [K] weight of the rows that a prototype is the mean of; 0 for a class without a row. */
  readonly masses: Float64Array;
}

/**
 * The temperature out of a fixed list under which each labelled row is likeliest to be of its class, measured
 * against prototypes made without that row. Rows that are alone in their class are passed over. Of equal ones the
 * highest, which is the least sure.
 *
 * O(L K temperatures).
 */
export function likeliestTemperature(view: PrototypeView): number {
  const left = leaveOneOut(view);
  if (left.length === 0) return unknownTemperature;
  let best = unknownTemperature;
  let bestLikelihood = Number.NEGATIVE_INFINITY;
  for (const temperature of temperatures) {
    const likelihood = left.reduce((sum, { weight, own, others }) => sum + weight * logOf(own, others, temperature), 0);
    if (likelihood > bestLikelihood) {
      best = temperature;
      bestLikelihood = likelihood;
    }
  }
  return best;
}

interface LeftOut {
  readonly weight: number;
  /** Squared distance to the mean of the others of its class. */
  readonly own: number;
  /** Squared distances to the other classes' prototypes. */
  readonly others: Float32Array;
}

/**
 * A row's distance to the mean of the others follows from that to the mean of all: with weights w of W,
 * h - (W m - w h) / (W - w) = (h - m) W / (W - w).
 */
function leaveOneOut({ distances, labels, weights, masses }: PrototypeView): LeftOut[] {
  const kept: LeftOut[] = [];
  const present = Array.from(masses.keys()).filter((k) => (masses[k] as number) > 0);
  for (const [row, label] of labels.entries()) {
    const weight = weights?.[row] ?? 1;
    const mass = masses[label] as number;
    // what is left of a sum of float32 weights by rounding alone is no other row
    if (weight === 0 || mass - weight <= mass * 1e-6) continue;
    const at = row * masses.length;
    kept.push({
      weight,
      own: (distances[at + label] as number) * (mass / (mass - weight)) ** 2,
      others: Float32Array.from(
        present.filter((k) => k !== label),
        (k) => distances[at + k] as number,
      ),
    });
  }
  return kept;
}

function logOf(own: number, others: Float32Array, temperature: number): number {
  const nearest = others.reduce((least, distance) => Math.min(least, distance), own);
  let sum = Math.exp((nearest - own) / temperature);
  for (const distance of others) sum += Math.exp((nearest - distance) / temperature);
  return (nearest - own) / temperature - Math.log(sum);
}
