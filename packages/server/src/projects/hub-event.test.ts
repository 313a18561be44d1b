import { projectEventTypes } from '@alaas/core';
import { expect, it } from 'vitest';
import { annotatorHubEvent, annotatorTopic, projectHubEvent } from './hub-event.ts';

const at = Date.UTC(2026, 0, 1);

it('tells reviewers everything, on the topic of the project', () => {
  const data = { item: 'a', annotator: 'ann', value: 'spam' };
  expect(projectHubEvent({ type: 'response.created', project: 'mail', at, data })).toEqual({
    topic: 'mail',
    name: 'response.created',
    data: JSON.stringify({ type: 'response.created', project: 'mail', at: '2026-01-01T00:00:00.000Z', data }),
  });
});

it('tells annotators of the model without what is not for them, on a topic that no project can have', () => {
  const data = { modelVersion: 3, labels: 30, secret: 'ann said spam' };
  const told = annotatorHubEvent({ type: 'model.updated', project: 'mail', at, data });
  expect(told?.topic).toBe(annotatorTopic('mail'));
  expect(JSON.parse(told?.data ?? '')).toEqual({
    type: 'model.updated',
    project: 'mail',
    at: '2026-01-01T00:00:00.000Z',
    data: { modelVersion: 3, labels: 30 },
  });
});

it('tells annotators of no answer, record or verdict, and never who did something', () => {
  const data = { item: 'a', annotator: 'ann', value: 'spam', by: 'ann', reviewer: 'rae', changes: ['overlap'] };
  const told = projectEventTypes.flatMap((type) => annotatorHubEvent({ type, project: 'mail', at, data }) ?? []);
  expect(told.map(({ name }) => name).sort()).toEqual([
    'model.updated',
    'project.deleted',
    'project.updated',
    'round.completed',
    'stop.advised',
    'training.failed',
  ]);
  for (const { data: text } of told) expect(JSON.parse(text).data).toEqual({});
});
