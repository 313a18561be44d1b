import { createRandom, type Random, type TableRow } from '@alaas/core';
import { unbalancedLabels } from './sample-labels.ts';

export interface SampleRow {
  readonly id: string;
  readonly label: string;
  readonly row: TableRow;
}

type Outcome = 'paid' | 'late' | 'disputed' | 'fraud';

/**
 * Made-up rows of a table to try the product on: orders of a shop. The label is what became of them: paid (70 in a hundred),
 * late (20), disputed (8), fraud (2). No column tells it alone.
 *
 * @param options.size number of rows; a larger pool of the same seed begins with the smaller one
 * @param options.seed unsigned 32-bit
 */
export function* sampleRows(options: { seed: number; size: number }): Generator<SampleRow, void> {
  const random = createRandom(options.seed).fork('rows');
  const labels = unbalancedLabels<Outcome>(['paid', 'late', 'disputed', 'fraud'], random.fork('labels'));
  for (let i = 0; i < options.size; i++) {
    const label = labels.next().value;
    const id = `row-${String(i + 1).padStart(5, '0')}`;
    yield { id, label, row: order(label, random.fork(id)) };
  }
}

/** What is usual for each outcome; every order may differ. */
const usual = {
  paid: { payment: 'card', country: 'home', amount: 60, accountDays: 700, items: 2, note: null },
  late: { payment: 'invoice', country: 'home', amount: 120, accountDays: 300, items: 3, note: 'please call first' },
  disputed: { payment: 'card', country: 'neighbour', amount: 90, accountDays: 200, items: 4, note: 'fragile goods' },
  fraud: { payment: 'voucher', country: 'overseas', amount: 900, accountDays: 2, items: 9, note: 'leave at the door' },
} as const satisfies Record<Outcome, TableRow>;

const payments = ['card', 'invoice', 'transfer', 'voucher'] as const;
const countries = ['home', 'neighbour', 'overseas'] as const;
const notes = [null, 'please call first', 'fragile goods', 'leave at the door', 'gift wrap'] as const;

function order(outcome: Outcome, random: Random): TableRow {
  const { payment, country, amount, accountDays, items, note } = usual[outcome];
  const pick = <T>(typical: T, all: readonly T[], share: number): T =>
    random.next() < share ? typical : (all[random.below(all.length)] as T);
  // within about a factor of two, more often near than far
  const spread = (): number => 2 ** (random.next() + random.next() + random.next() - 1.5);
  return {
    amount: Math.round(amount * spread() * 100) / 100,
    items: Math.max(1, Math.round(items * spread())),
    payment: pick<string>(payment, payments, 0.7),
    country: pick<string>(country, countries, 0.75),
    account_days: Math.round(accountDays * spread()),
    returning: random.next() < (accountDays > 100 ? 0.8 : 0.2),
    note: pick<string | null>(note, notes, 0.5),
  };
}
