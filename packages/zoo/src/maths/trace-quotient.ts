/** tr(S (I + sign T)^-1) of small matrices, many times over, with memory taken once. */
export class TraceQuotient {
  readonly #k: number;
  readonly #c: Float64Array;
  readonly #x: Float64Array;

  /** @param k rows of the matrices */
  constructor(k: number) {
    this.#k = k;
    this.#c = new Float64Array(k * k);
    this.#x = new Float64Array(k);
  }

  /**
   * @param t [k x k] from `at` on, symmetric; @param s likewise
   * @returns Infinity where I + sign T is not positive definite
   */
  of(t: Float64Array, s: Float64Array, at: number, sign: 1 | -1): number {
    const k = this.#k;
    if (k === 1) {
      const c = 1 + sign * (t[at] as number);
      return c > 0 ? (s[at] as number) / c : Number.POSITIVE_INFINITY;
    }
    if (!this.#factor(t, at, sign)) return Number.POSITIVE_INFINITY;
    const x = this.#x;
    // tr(L^-1 S L^-T) = sum over i of row_i S row_i', row_i that of L^-1
    let trace = 0;
    for (let i = 0; i < k; i++) {
      this.#rowOfInverse(i);
      for (let a = 0; a <= i; a++) {
        let sum = 0;
        for (let b = 0, from = at + a * k; b <= i; b++, from++) sum += (s[from] as number) * (x[b] as number);
        trace += sum * (x[a] as number);
      }
    }
    return trace;
  }

  /** Solves x L = e_i from the back. */
  #rowOfInverse(i: number): void {
    const [k, c, x] = [this.#k, this.#c, this.#x];
    for (let j = i; j >= 0; j--) {
      let sum = j === i ? 1 : 0;
      for (let m = j + 1; m <= i; m++) sum -= (x[m] as number) * (c[m * k + j] as number);
      x[j] = sum / (c[j * k + j] as number);
    }
  }

  #factor(t: Float64Array, at: number, sign: 1 | -1): boolean {
    const [k, c] = [this.#k, this.#c];
    for (let i = 0; i < k; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = (i === j ? 1 : 0) + sign * (t[at + i * k + j] as number);
        for (let m = 0; m < j; m++) sum -= (c[i * k + m] as number) * (c[j * k + m] as number);
        if (j < i) c[i * k + j] = sum / (c[j * k + j] as number);
        else if (sum > 0) c[i * k + i] = Math.sqrt(sum);
        else return false;
      }
    }
    return true;
  }
}
