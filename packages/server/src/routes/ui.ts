import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AlaasError } from '@alaas/core';
import serveStatic from '@fastify/static';
import type { RouteApp } from './route-app.ts';

/** Where the page finds itself: its router reads the rest. */
const pages = ['/', '/new', '/sign-in', '/projects/*'];

/** Stands in the built page for what is new in every answer. */
const noncePlaceholder = 'ALAAS_CSP_NONCE';

/**
 * The web interface: one page and its files. Everybody may load them, since they hold nothing of anybody; what the page then
 * asks for, it asks with a token.
 *
 * @param folder of the built interface; undefined where the service has none
 */
export async function uiRoutes(app: RouteApp, folder: string | undefined): Promise<void> {
  const config = { isPublic: true };
  const html = folder === undefined ? undefined : await readFile(join(folder, 'index.html'), 'utf8');
  for (const page of pages) {
    app.get(page, { schema: { hide: true }, config }, async (_request, reply) => {
      if (html === undefined) {
        throw new AlaasError(
          'NOT_FOUND',
          'This service was started without its web interface. In a checkout, `npm start` builds it; `alaas serve --ui DIR` names a built one. GET /docs lists the calls.',
        );
      }
      const nonce = randomBytes(16).toString('base64');
      reply.header('content-security-policy', pagePolicy(nonce)).header('cache-control', 'no-cache');
      return reply.type('text/html; charset=utf-8').send(html.replaceAll(noncePlaceholder, nonce));
    });
  }
  if (folder === undefined) return;
  // the plugin makes the routes; this says that they are for everybody
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/assets/')) return;
    route.config = { ...route.config, ...config };
    route.schema = { ...route.schema, hide: true };
  });
  await app.register(serveStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    decorateReply: false,
    index: false,
    dotfiles: 'ignore',
    preCompressed: true,
    // their names hold a hash of what is in them
    immutable: true,
    maxAge: '365d',
  });
}

/**
 * Scripts and styles of this service alone. Contents arrive through scripts, with a token, and are shown from memory: as
 * `blob:`. Libraries that draw make style elements, and carry the nonce.
 */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    'media-src blob:',
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
