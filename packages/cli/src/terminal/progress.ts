import type { Progress } from '@alaas/core';
import type { Output } from '../world.ts';
import { formatCount, formatSeconds } from './numbers.ts';

type Stage = Progress['stage'] | 'send' | 'receive' | 'train' | 'predict';

/** {@link Progress} of a job, or of work that this command does itself. */
export type ShownProgress = Omit<Progress, 'stage'> & { readonly stage: Stage };

/** Shows how far a piece of work is. */
export interface ProgressDisplay {
  update(progress: ShownProgress): void;
  /** Takes the bar off the screen. Call it before anything else is printed. */
  end(): void;
}

export interface ProgressOptions {
  /** Milliseconds. */
  readonly now: () => number;
  /** Put before every line, to tell several pieces of work apart. */
  readonly title?: string | undefined;
  /** How counts are written. Default: as numbers of items. */
  readonly format?: ((count: number) => string) | undefined;
}

const stageNames: Readonly<Record<Stage, string>> = {
  waiting: 'waiting',
  list: 'listing',
  model: 'loading the model',
  scan: 'scanning',
  select: 'selecting',
  simulate: 'simulating',
  send: 'sending',
  receive: 'receiving',
  train: 'training',
  predict: 'predicting',
};

/** Milliseconds between two lines to a pipe. */
const lineEveryMs = 3000;
const barWidth = 24;
const clearLine = '\r\u001b[2K';

/** A bar that is redrawn on a terminal; plain lines, at most one every three seconds, to anything else. */
export function createProgress(output: Output, { now, title, format = formatCount }: ProgressOptions): ProgressDisplay {
  const pace = createPace(now);
  const prefix = title === undefined ? '' : `${title}  `;
  let isShown = false;
  let lastLineAt: number | undefined;
  return {
    update(progress) {
      const rate = pace(progress);
      if (output.isTerminal) {
        const line = `${prefix}${drawBar(progress)}${describe(progress, rate, format)}`;
        // a line that is too long would wrap, and only its last row could be taken back
        output.write(clearLine + line.slice(0, output.columns - 1));
        isShown = true;
        return;
      }
      lastLineAt ??= now();
      if (now() - lastLineAt < lineEveryMs) return;
      lastLineAt = now();
      output.write(`${prefix}${describe(progress, rate, format)}\n`);
    },
    end() {
      if (isShown) output.write(clearLine);
      isShown = false;
    },
  };
}

/** `scanning  1,234 of 4,000  31%  320/s  8.6 s left  3 failed` */
function describe(progress: ShownProgress, rate: number | undefined, format: (count: number) => string): string {
  const { stage, done, total, failed } = progress;
  const parts = [stageNames[stage]];
  // one step is done or not: a share of it says nothing
  if (total === 1) return parts.join('');
  if (total > 0) parts.push(`${format(done)} of ${format(total)}`, `${Math.floor((done / total) * 100)}%`);
  else if (done > 0) parts.push(`${format(done)} so far`);
  if (rate !== undefined && done < total) {
    parts.push(
      `${format === formatCount ? formatRate(rate) : format(rate)}/s`,
      `${formatSeconds((total - done) / rate)} left`,
    );
  }
  if (failed > 0) parts.push(`${formatCount(failed)} failed`);
  return parts.join('  ');
}

function formatRate(rate: number): string {
  return rate < 10 ? rate.toFixed(1) : formatCount(rate);
}

/** Items per second since the stage began, once there is something to go by. */
function createPace(now: () => number): (progress: ShownProgress) => number | undefined {
  let stage: Stage | undefined;
  let startedAt = 0;
  let startedWith = 0;
  return (progress) => {
    if (progress.stage !== stage || progress.done < startedWith) {
      stage = progress.stage;
      startedAt = now();
      startedWith = progress.done;
    }
    const seconds = (now() - startedAt) / 1000;
    const done = progress.done - startedWith;
    return seconds > 0 && done > 0 ? done / seconds : undefined;
  };
}

function drawBar({ done, total }: ShownProgress): string {
  if (total <= 1) return '';
  const full = Math.min(barWidth, Math.floor((done / total) * barWidth));
  return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)}  `;
}
