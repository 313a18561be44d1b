import { AlaasError, type Task, type TaskType } from '@alaas/core';
import type { ControlTag, LabelConfig, ObjectTag } from './label-config.ts';

/** How the labelling interface of a Label Studio project and a project here fit together. */
export interface Connection {
  readonly control: ControlTag;
  /** What the control is about: one object, of a comparison two. */
  readonly objects: readonly ObjectTag[];
  /** Labels of the config that the project lacks: answers with them are refused. */
  readonly missing: readonly string[];
  /** Labels of the project that the config lacks: they are never suggested. */
  readonly unused: readonly string[];
}

const controlTags: Readonly<Record<TaskType, string>> = {
  'single-label': 'Choices',
  'multi-label': 'Choices',
  pairwise: 'Pairwise',
  spans: 'Labels',
  boxes: 'RectangleLabels',
};

const objectTags: Readonly<Record<TaskType, readonly string[]>> = {
  'single-label': ['Text', 'HyperText', 'Image', 'Audio', 'AudioPlus', 'TimeSeries'],
  'multi-label': ['Text', 'HyperText', 'Image', 'Audio', 'AudioPlus', 'TimeSeries'],
  pairwise: ['Text'],
  spans: ['Text'],
  boxes: ['Image'],
};

/**
 * Finds the tag of a config that asks what the project asks. Where several do, it is the one that shares labels with the
 * project; other tags may stand beside it, and are left to Label Studio.
 *
 * @throws AlaasError `INVALID_REQUEST` saying which tag is needed, and what is wrong with those that are there
 */
export function connect(config: LabelConfig, task: Task): Connection {
  const fitting = config.controls.filter((control) => fault(control, task, config) === undefined);
  const sharing = fitting.filter(({ labels }) => labels.some((label) => task.labels.includes(label)));
  const [control, second] = fitting.length > 1 && sharing.length > 0 ? sharing : fitting;
  if (control === undefined) throw noControl(config, task);
  if (second !== undefined) {
    throw new AlaasError(
      'INVALID_REQUEST',
      `"${control.name}" and "${second.name}" of the label config both fit the project, which asks one question. Leave one of them out, or give them different labels.`,
    );
  }
  const isFixed = task.type === 'pairwise';
  return {
    control,
    objects: control.toNames.flatMap((name) => config.objects.get(name) ?? []),
    missing: isFixed ? [] : control.labels.filter((label) => !task.labels.includes(label)),
    unused: isFixed ? [] : task.labels.filter((label) => !control.labels.includes(label)),
  };
}

/** Why a control is not the one; undefined: it is. */
function fault(control: ControlTag, { type }: Task, { objects }: LabelConfig): string | undefined {
  const { tag, toNames, isMultiple, problem } = control;
  if (tag !== controlTags[type]) return `is <${tag}>`;
  if (problem !== undefined) return problem;
  if (type === 'single-label' && isMultiple) return 'takes several labels (choice="multiple"), and the project one';
  const wanted = type === 'pairwise' ? 2 : 1;
  if (toNames.length !== wanted) return `is about ${toNames.length} objects instead of ${wanted}`;
  for (const name of toNames) {
    const object = objects.get(name);
    if (object === undefined) return `is about "${name}", which the config does not show`;
    const known = objectTags[type];
    if (!known.includes(object.tag)) return `is about <${object.tag}>; what can be read is ${known.join(', ')}`;
    if (!object.value.startsWith('$')) return `shows the constant "${object.value}"; write $ and a name`;
    const isText = type === 'spans' || type === 'pairwise';
    if (isText && object.isAddress) return `shows a text behind an address, in which nothing can be counted`;
  }
  return undefined;
}

function noControl(config: LabelConfig, task: Task): AlaasError {
  const multiple = task.type === 'multi-label' ? ' choice="multiple"' : '';
  const needed = `<${controlTags[task.type]}${multiple}>`;
  const found = config.controls.map((control) => `"${control.name}" ${fault(control, task, config)}`);
  const there = found.length === 0 ? 'it has no control tag' : found.join('; ');
  return new AlaasError(
    'INVALID_REQUEST',
    `The label config has no tag that fits a ${task.type} project: ${there}. Give it a ${needed}.`,
  );
}
