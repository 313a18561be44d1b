const ROWS_BETWEEN_CHECKS = 2048;

/** Rows of flags without repetition. */
export interface LabelPatterns {
  /** 32 flags in each word; [patterns x words]. */
  readonly words: Uint32Array;
  readonly wordsPerPattern: number;
  /** [patterns] rows that have it. */
  readonly counts: Uint32Array;
  /** [rows] pattern of each row. */
  readonly patternOf: Uint32Array;
}

/** The different label sets among rows. @param isSet whether row `row` has label `label` */
export function labelPatterns(
  { rows, labels }: { readonly rows: number; readonly labels: number },
  isSet: (row: number, label: number) => boolean,
  checkpoint: () => void,
): LabelPatterns {
  const wordsPerPattern = Math.max(1, Math.ceil(labels / 32));
  const known = new Map<string, number>();
  const words: number[] = [];
  const counts: number[] = [];
  const patternOf = new Uint32Array(rows);
  const own = new Uint32Array(wordsPerPattern);
  for (let row = 0; row < rows; row++) {
    if (row % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    own.fill(0);
    for (let label = 0; label < labels; label++) {
      if (isSet(row, label)) own[label >>> 5] = (own[label >>> 5] as number) | (1 << (label & 31));
    }
    const key = own.join();
    let pattern = known.get(key);
    if (pattern === undefined) {
      pattern = counts.length;
      known.set(key, pattern);
      for (const word of own) words.push(word);
      counts.push(0);
    }
    counts[pattern] = (counts[pattern] as number) + 1;
    patternOf[row] = pattern;
  }
  return { words: Uint32Array.from(words), wordsPerPattern, counts: Uint32Array.from(counts), patternOf };
}

/** Number of labels of one pattern. */
export function sizeOf(patterns: LabelPatterns, pattern: number): number {
  return inBoth(patterns, pattern, patterns, pattern);
}

/** Number of labels that two patterns share. */
export function inBoth(a: LabelPatterns, patternA: number, b: LabelPatterns, patternB: number): number {
  const words = a.wordsPerPattern;
  let count = 0;
  for (let word = 0; word < words; word++) {
    count += countBits((a.words[patternA * words + word] as number) & (b.words[patternB * words + word] as number));
  }
  return count;
}

function countBits(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
