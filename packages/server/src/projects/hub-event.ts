import { annotatorEvents } from '@alaas/core';
import type { HubEvent } from '../jobs/event-hub.ts';
import type { ProjectEvent } from './project-events.ts';

/** What happened in a project as reviewers and above are told it; its topic is the project. */
export function projectHubEvent(event: ProjectEvent): HubEvent {
  return hubEvent(event, event.project);
}

/** The same as annotators are told it, of a topic of its own; undefined: not for them. */
export function annotatorHubEvent(event: ProjectEvent): HubEvent | undefined {
  const fields = annotatorEvents[event.type];
  if (fields === undefined) return undefined;
  const shown = Object.entries(event.data).filter(([name]) => fields.includes(name));
  return hubEvent({ ...event, data: Object.fromEntries(shown) }, annotatorTopic(event.project));
}

/** Ids of projects hold no space, so it is nobody's topic else. */
export function annotatorTopic(project: string): string {
  return `${project} to annotators`;
}

function hubEvent({ type, project, at, data }: ProjectEvent, topic: string): HubEvent {
  return { topic, name: type, data: JSON.stringify({ type, project, at: new Date(at).toISOString(), data }) };
}
