/**
 * How well values tell the marked from the others: the chance that a marked one has the higher value, ties counted half.
 * The area under the ROC curve, as Mann & Whitney 1947 count it.
 *
 * @param isMarked one per value, at least one marked and one not
 * @returns in [0, 1]; 1/2 = not at all
 */
export function rankingAgreement(values: Float64Array, isMarked: readonly boolean[]): number {
  const order = Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  let below = 0;
  let marked = 0;
  let wins = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let own = 0;
    for (; end < order.length && values[order[end] as number] === values[order[start] as number]; end++) {
      if (isMarked[order[end] as number] === true) own++;
    }
    const others = end - start - own;
    wins += own * (below + others / 2);
    marked += own;
    below += others;
    start = end;
  }
  return wins / (marked * below);
}
