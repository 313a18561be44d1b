import type { AnswerValue, Dispute, Task } from '@alaas/core';
import { codeAnswers } from './answer-codes.ts';
import type { QualityAnswer } from './quality-answer.ts';
import { consensusOf } from './quality-report.ts';

/** Records that a reviewer should see, beside what annotators disagree on. */
export interface Reviewed {
  readonly item: string;
  readonly isFlagged: boolean;
  readonly verdict?: AnswerValue;
}

/** What review looks at. */
export interface ReviewInput {
  readonly task: Task;
  readonly answers: readonly QualityAnswer[];
  readonly reviewed: readonly Reviewed[];
  readonly names: ReadonlyMap<string, string>;
}

/** A record for a reviewer, without what the item holds. */
export type DisputedRecord = Omit<Dispute, 'uri' | 'text'>;

/**
 * Records that want a reviewer, the most doubtful first: those whose annotators disagree, those that somebody flagged, and
 * those of which annotators and head together (CROWDLAB) make something else than anybody said. Doubt is 1 less the chance
 * that the consensus is right, or the share of answers against the majority where a head cannot give answers. Records with a verdict come last.
 */
export function disputes({ task, answers, reviewed, names }: ReviewInput): DisputedRecord[] {
  const coded = codeAnswers(task, answers);
  const consensus = consensusOf(task, coded);
  const sure = new Map(consensus?.labels.map((label) => [coded.items[label.item] as string, label]));
  const flags = new Map(reviewed.map((record) => [record.item, record]));
  const byItem = Map.groupBy(coded.given, ({ item }) => item);
  const found: DisputedRecord[] = [];
  for (const [item, given] of byItem) {
    const agreed = sure.get(item);
    const counts = countAnswers(given.map(({ value }) => coded.classOf(value)));
    const isSplit = counts.size > 1;
    const doubt = agreed === undefined ? 1 - Math.max(...counts.values()) / given.length : 1 - agreed.quality;
    const flag = flags.get(item);
    const isFlagged = flag?.isFlagged === true;
    const isContradicted = agreed !== undefined && !counts.has(agreed.value);
    if (!isSplit && !isFlagged && !isContradicted) continue;
    const value = agreed === undefined ? majority(counts, coded.classes) : coded.classes[agreed.value];
    found.push({
      item,
      why: isSplit ? 'disagreement' : isFlagged ? 'flagged' : 'likely-error',
      utility: Math.min(1, Math.max(0, doubt)),
      answers: given.map((answer) => ({
        annotator: names.get(answer.person) ?? answer.person,
        value: answer.value,
        ...(answer.note === undefined ? {} : { note: answer.note }),
        createdAt: new Date(answer.createdAt).toISOString(),
      })),
      ...(value === undefined ? {} : { consensus: value }),
      ...(flag?.verdict === undefined ? {} : { verdict: flag.verdict }),
    });
  }
  const rank = ({ verdict }: DisputedRecord): number => (verdict === undefined ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b) || b.utility - a.utility);
}

function countAnswers(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** The most frequent answer, if there is only one such. */
function majority(counts: ReadonlyMap<number, number>, classes: readonly AnswerValue[]): AnswerValue | undefined {
  const most = Math.max(...counts.values());
  const top = [...counts].filter(([, count]) => count === most);
  return top.length === 1 && top[0] !== undefined ? classes[top[0][0]] : undefined;
}
