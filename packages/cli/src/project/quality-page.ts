import type { Quality } from '@alaas/core';
import { formatEstimate, formatShare } from '../terminal/estimate.ts';
import { formatHeadedTable } from '../terminal/heading-table.ts';
import { formatCount, formatCountOf, formatSeconds } from '../terminal/numbers.ts';
import { paint } from '../terminal/paint.ts';
import { formatTable } from '../terminal/table.ts';
import type { Output } from '../world.ts';

/** How well people agree, how good and fast each is, and how the suggestion pulls. */
export function qualityPage(project: string, quality: Quality, output: Pick<Output, 'hasColours'>): string {
  const { records, observedAgreement, fleissKappa, krippendorffAlpha, cohenKappa, annotators, acceptance } = quality;
  const names = new Map(annotators.map(({ id, name }) => [id, name]));
  const name = (id: string) => names.get(id) ?? id;
  const rows = [
    [
      '  agreement',
      `${formatShare(observedAgreement)} on ${formatCountOf(records, 'record')} with two or more answers`,
    ],
    ["  Krippendorff's alpha", formatEstimate(krippendorffAlpha)],
    ["  Fleiss' kappa", formatEstimate(fleissKappa)],
    ...cohenKappa.map(({ a, b, records: shared, kappa }) => [
      "  Cohen's kappa",
      `${formatEstimate(kappa)}  ${name(a)} and ${name(b)}, ${formatCountOf(shared, 'record')}`,
    ]),
    ['  suggestion accepted', accepted(acceptance)],
  ];
  return [
    paint(output, 'bold', project),
    formatTable(rows),
    ...(annotators.length === 0 ? [] : ['', formatHeadedTable(output, titles, people(quality))]),
  ].join('\n');
}

const titles = ['  NAME', 'ANSWERS', 'SKIPPED', 'EACH', 'ON GOLD', 'AGREES', 'QUALITY'];

function people({ annotators }: Quality): string[][] {
  return annotators.map((one) => [
    `  ${one.name}`,
    formatCount(one.responses),
    formatCount(one.skipped),
    one.leadTimeMs === null ? '-' : formatSeconds(one.leadTimeMs / 1000),
    one.goldAccuracy === null ? '-' : `${formatShare(one.goldAccuracy)} of ${formatCount(one.goldAnswers)}`,
    one.agreement === null ? '-' : formatShare(one.agreement),
    one.quality === null ? '-' : one.quality.toFixed(2),
  ]);
}

function accepted({ shown, hidden, difference, shownAnswers, hiddenAnswers }: Quality['acceptance']): string {
  if (shown === null) return 'unknown yet';
  const seen = `${formatShare(shown)} of ${formatCount(shownAnswers)} where it was shown`;
  if (hidden === null) return `${seen}; never hidden so far`;
  return `${seen}, ${formatShare(hidden)} of ${formatCount(hiddenAnswers)} where it was hidden; difference ${formatShare(difference)}`;
}
