import { type DocsDocument, renderDocs } from '../http/docs-page.ts';
import { type RouteApp, sendJson } from './route-app.ts';

/** The description of the interface, for programs and for people. */
export function docsRoutes(app: RouteApp): void {
  let json: string | undefined;
  let page: ReturnType<typeof renderDocs> | undefined;
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    json ??= JSON.stringify(app.swagger());
    return sendJson(reply, json);
  });
  app.get('/docs', { schema: { hide: true } }, async (_request, reply) => {
    page ??= renderDocs(app.swagger() as DocsDocument);
    reply.header('content-security-policy', page.policy);
    return reply.type('text/html; charset=utf-8').send(page.html);
  });
}
