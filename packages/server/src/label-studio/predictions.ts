import { type AnswerValue, toAlaasError } from '@alaas/core';
import type { Access, LiveContent } from '@alaas/engine';
import { writeResults } from '../exchange/label-studio-results.ts';
import type { Model } from '../projects/live/live-models.ts';
import type { LiveProject } from '../projects/live/live-project.ts';
import { suggestionOf } from '../projects/live/suggestion.ts';
import { taskOf } from '../projects/work.ts';
import { certainty } from './certainty.ts';
import type { Connection } from './connection.ts';
import type { LabelStudioTask } from './requests.ts';
import { taskContent } from './task-content.ts';
import { type FindRows, itemsOfTasks, type ReadTask } from './task-items.ts';

/** What Label Studio keeps of a prediction. */
export interface LabelStudioPrediction {
  readonly result: readonly object[];
  /** In [0, 1]; low = ask first. */
  readonly score: number;
  readonly model_version: string;
  /** Why there is no result, where something is wrong with the task. */
  readonly error?: { readonly code: string; readonly detail: string };
}

export interface Predicting {
  readonly project: string;
  readonly live: LiveProject;
  readonly connection: Connection;
  /** Address of Label Studio. */
  readonly hostname: string | undefined;
  readonly findRows: FindRows;
  readonly access: Access;
  readonly signal: AbortSignal;
}

type Said = Float32Array | { readonly code: string; readonly message: string } | undefined;

/**
 * One prediction for each task, in order: an empty one where there is no head yet, or nothing is known of the task. Items of
 * the pool are looked up; all others go through the model together.
 */
export async function predictTasks(
  tasks: readonly LabelStudioTask[],
  predicting: Predicting,
): Promise<LabelStudioPrediction[]> {
  const { project, live, connection, hostname, findRows } = predicting;
  // one head for the whole call, whatever is trained meanwhile
  const { model, scores } = live.serving ?? {};
  const version = versionName(project, model?.version ?? 0);
  if (model === undefined) return tasks.map(() => ({ result: [], score: 0, model_version: version }));
  const said: Said[] = tasks.map(() => undefined);
  const contents: (ReadTask['content'] | undefined)[] = tasks.map(() => undefined);
  const readable: (ReadTask & { readonly place: number })[] = [];
  for (const [place, task] of tasks.entries()) {
    try {
      const content = taskContent(task, { objects: connection.objects, hostname });
      contents[place] = content;
      readable.push({ task, content, place });
    } catch (error) {
      said[place] = toAlaasError(error);
    }
  }
  const items = itemsOfTasks(readable, findRows);
  const outside = readable.filter(({ place }, i) => {
    const position = items[i] === undefined ? undefined : live.pool?.positionOf(items[i]);
    if (position === undefined || scores === undefined || position >= scores.rows) return true;
    said[place] = scores.data.subarray(position * scores.columns, (position + 1) * scores.columns);
    return false;
  });
  const answers = await predictContents(
    outside.map(({ content }) => content),
    model,
    predicting,
  );
  for (const [i, { place }] of outside.entries()) said[place] = answers[i];
  return tasks.map((task, place) =>
    predictionOf({ task, said: said[place], content: contents[place] }, model, predicting),
  );
}

/** Name of a version of a project's head. Label Studio asks again for tasks that it has no prediction of this name for. */
export function versionName(project: string, version: number): string {
  return `alaas-${project}-${version}`;
}

async function predictContents(
  contents: readonly LiveContent[],
  { head }: Model,
  { live, access, signal }: Predicting,
): Promise<readonly Said[]> {
  if (contents.length === 0 || live.pool === undefined) return [];
  return await live.pool.predict(head, contents, { access, signal, onProgress: () => undefined });
}

interface Answered {
  readonly task: LabelStudioTask;
  readonly said: Said;
  readonly content: ReadTask['content'] | undefined;
}

function predictionOf({ task, said, content }: Answered, model: Model, predicting: Predicting): LabelStudioPrediction {
  const { project, live, connection } = predicting;
  const model_version = versionName(project, model.version);
  if (!(said instanceof Float32Array)) {
    const error = said === undefined ? {} : { error: { code: said.code, detail: said.message } };
    return { result: [], score: 0, model_version, ...error };
  }
  const score = certainty(model.head.kind, said);
  const suggestion = suggestionOf(model, said);
  const value = shownValue(suggestion.value, connection);
  if (value === undefined) return { result: [], score, model_version };
  const [object] = connection.objects;
  const results = writeResults({ task: taskOf(live.setting.settings), labels: [], project, now: 0 }, value, {
    object: object?.name ?? '',
    text: content?.text,
    prefix: `v${model.version}t${task.id ?? 0}`,
    origin: 'prediction',
  });
  const names = { from_name: connection.control.name, to_name: connection.control.toNames.join(',') };
  // ids are unique among the results of a task, people's own among them
  return {
    result: results.map((result) => ({
      ...result,
      ...names,
      id: `alaas-${project}-${result.id}`,
      score: suggestion.score,
    })),
    score,
    model_version,
  };
}

/** Undefined: nothing, or what the labelling interface has no label for. */
function shownValue(value: AnswerValue, { control, unused }: Connection): AnswerValue | undefined {
  if (typeof value === 'string') return unused.includes(value) ? undefined : value;
  if (!Array.isArray(value) || control.labels.length === 0) return value;
  const shown = control.labels.filter((label) => (value as readonly unknown[]).includes(label));
  return shown.length === 0 ? undefined : shown;
}
