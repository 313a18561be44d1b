import { z } from 'zod';
import type { EventHub } from '../jobs/event-hub.ts';
import { jobEvent } from '../jobs/job.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { found } from './answer-job.ts';
import { answers, type RouteApp } from './route-app.ts';

/** Following jobs as they change. */
export function eventRoutes(app: RouteApp, { jobs, events }: { jobs: Jobs; events: EventHub }): void {
  app.get(
    '/v1/events',
    {
      // the stream of a HEAD request would have nobody to end it
      exposeHeadRoute: false,
      schema: {
        tags: ['Events'],
        summary: 'Follow jobs',
        description:
          'Server-sent events named "job", each holding a job without its result. It begins with the jobs as they stand, or after the event that the header Last-Event-ID names.',
        querystring: z.strictObject({ job: z.string().max(200).optional().describe('Only this job.') }),
        response: answers([[200, 'A stream that ends when the service stops.', z.string(), 'text/event-stream']]),
      },
    },
    async (request, reply) => {
      const { job } = request.query;
      const lastEventId = request.headers['last-event-id'];
      // a live job is looked up without a wait, so that no change slips in before the subscription
      const current = job === undefined ? jobs.liveJobs() : [jobs.live(job) ?? found(await jobs.get(job), job)];
      const stream = events.subscribe({
        topic: job,
        lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
        current: current.map(jobEvent),
      });
      reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no').type('text/event-stream');
      return reply.send(stream);
    },
  );
}
