import type { ProjectMetrics, TaskType } from '@alaas/core';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { type Answer, type Distance, fewestForForecast, saidShare, type Verdict } from './answer.ts';
import { answerMessages } from './answer-messages.ts';

/** The answer as sentences, in the language of the interface. */
export interface AnswerText {
  readonly verdict: string;
  /** How far the target is. */
  readonly distance: string | undefined;
  /** How that was measured, or what is missing. */
  readonly hint: string | undefined;
}

/** Share of the curves that fit below which it is said that the target will hardly be reached: what a 95 % interval leaves out. */
const fewCurves = 0.05;

export function useAnswerText(
  { verdict, distance }: Answer,
  { classBalance }: Pick<ProjectMetrics, 'classBalance'>,
  task: TaskType,
): AnswerText {
  const t = useMessages(answerMessages);
  const format = useFormat();
  const share = (value: number) => format.share(saidShare(value));
  const { text, hint } = verdictText(verdict);
  return {
    verdict: text,
    hint,
    distance: verdict.kind === 'measured' ? distanceText(distance, verdict.accuracy.value) : undefined,
  };

  function verdictText(given: Verdict): { text: string; hint?: string } {
    switch (given.kind) {
      case 'no-model-for-task':
        return { text: t.noModelForTask };
      case 'no-model': {
        const [first, second] = given.labels;
        if (first === undefined) return { text: t.noAnswers };
        if (second !== undefined) return { text: t.soon, hint: t.soonHint };
        const answers = classBalance.find(({ label }) => label === first)?.responses ?? given.answers;
        return { text: t.oneLabel(first, format.count(answers)) };
      }
      case 'no-control':
        return { text: t.noControl, hint: t.noControlHint };
      case 'not-measured':
        return { text: t.notMeasured, hint: t.notMeasuredHint(format.count(given.answers)) };
      case 'measured': {
        const { value, low, high } = given.accuracy;
        const say = task === 'multi-label' ? t.exact : t.right;
        return { text: say(share(value), share(low), share(high)), hint: t.measuredOn(format.count(given.items)) };
      }
    }
  }

  function distanceText(given: Distance, present: number): string {
    switch (given.kind) {
      case 'no-target':
        return t.distance.noTarget;
      case 'unknown':
        return t.distance.unknown(share(given.target), Math.max(1, fewestForForecast - given.measured));
      case 'reached':
        return (present < given.target ? t.distance.almost : t.distance.reached)(share(given.target));
      case 'out-of-reach':
        return (given.chance < fewCurves ? t.distance.outOfReach : t.distance.open)(
          share(given.target),
          share(given.chance),
        );
      case 'more': {
        const [more, low] = [format.count(given.more), format.count(given.low)];
        const target = share(given.target);
        const text =
          given.high === null
            ? t.distance.moreOpen(more, target)
            : t.distance.more(more, low, format.count(given.high), target);
        return given.isBeyondPool ? `${text} ${t.distance.beyond}` : text;
      }
    }
  }
}
