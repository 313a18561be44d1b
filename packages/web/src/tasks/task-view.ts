import type { AnswerValue, Project, ProjectLabel, Suggestion, TaskType } from '@alaas/core';
import type { ComponentType } from 'react';
import type { Catalogue } from '../i18n/messages.ts';

/** An item, as far as a task shows it. */
export interface TaskItem {
  readonly item: string;
  readonly uri: string;
  readonly text?: string | undefined;
}

/** A key of the keyboard that does something to the answer. */
export interface TaskShortcut {
  /** As `aria-keyshortcuts` writes it: `1`, `Control+z`. */
  readonly shortcut: string;
  /** What it does, for the list of keys; in the language of the interface. */
  readonly title: string;
  /** The answer after it; undefined: as before. @param value the answer so far */
  apply(value: AnswerValue | undefined): AnswerValue | undefined;
  /** Whether the answer is complete with it, and can be sent at once. */
  readonly isFinal?: boolean;
}

export interface TaskViewProps {
  readonly project: Project;
  readonly item: TaskItem;
  /** The answer so far; undefined: nothing chosen. */
  readonly value: AnswerValue | undefined;
  /** What the model says, where it may be seen. */
  readonly suggestion?: Suggestion | undefined;
  /** Key of each label, by its place; empty text: none, several with a space between. The first is printed on the buttons. */
  readonly labelKeys: readonly string[];
  /** Shown and not changed. Default: false */
  readonly isReadOnly?: boolean;
  onChange(value: AnswerValue | undefined): void;
  /** The answer is complete: send it. */
  onSubmit(value: AnswerValue): void;
}

export interface SmallItemProps extends TaskItem {
  readonly project: string;
}

export interface AnswerProps {
  readonly labels: readonly ProjectLabel[];
  readonly value: AnswerValue;
  readonly isSuggestion?: boolean;
  /** Id of the project. With it and the item, what was marked is shown where it is: on the text or the image. */
  readonly project?: string | undefined;
  readonly item?: TaskItem | undefined;
}

/** What people are asked of an item: a folder of this folder each. */
export interface TaskView {
  readonly type: TaskType;
  /** Whether choosing is answering, so that the next item follows at once. */
  readonly isOneChoice: boolean;
  /**
   * Keys that the task gives its answers by place, before digits are handed out; several with a space between. Default: none
   */
  readonly labelKeys?: readonly string[];
  /** Keys that its view cannot do without: nothing else is put on them. Default: none */
  readonly itemKeys?: readonly string[];
  /** Keys that its view has unless a label or an action was given one of them. Default: none */
  readonly softKeys?: readonly string[];
  /** What the keys of its view do, for the list of keys: keys, several with a space between, and what they do. */
  readonly itemHelp?: Catalogue<Readonly<Record<string, string>>>;
  /** The answer with what is suggested; where it is absent, the suggestion takes the place of the answer. */
  accept?(value: AnswerValue | undefined, suggestion: AnswerValue): AnswerValue;
  /** The answer that stands for "nothing of that"; undefined: there is none. */
  none(project: Project, item: TaskItem): AnswerValue | undefined;
  /** What keys do, beside those that the view handles itself. @param labelKeys see {@link TaskViewProps} */
  shortcuts(project: Project, labelKeys: readonly string[]): readonly TaskShortcut[];
  /** Item and answer. */
  readonly View: ComponentType<TaskViewProps>;
  /** An item in a list, where it is more than its content. Default: its content */
  readonly SmallItem?: ComponentType<SmallItemProps>;
  /** An answer in a line or two, for lists, history and review. */
  readonly Answer: ComponentType<AnswerProps>;
}
