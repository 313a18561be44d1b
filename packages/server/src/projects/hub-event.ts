import type { HubEvent } from '../jobs/event-hub.ts';
import type { ProjectEvent } from './project-events.ts';

/** What happened in a project as listeners are told it; its topic is the project. */
export function projectHubEvent({ type, project, at, data }: ProjectEvent): HubEvent {
  return {
    topic: project,
    name: type,
    data: JSON.stringify({ type, project, at: new Date(at).toISOString(), data }),
  };
}
