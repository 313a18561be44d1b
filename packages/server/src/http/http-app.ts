import { constants } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AlaasError, type Config } from '@alaas/core';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { RouteApp } from '../routes/route-app.ts';
import { type BodyPace, registerBodies } from './body.ts';
import { type Identify, isForMembers } from './callers.ts';
import { watchMethods } from './method-guard.ts';
import { registerOpenapi } from './openapi.ts';
import { checkOrigin } from './origin-guard.ts';
import { answerBrokenRequest, sendProblem } from './problems.ts';
import { validatorCompiler } from './validation.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether everybody may call the route, without a token. Default: false. */
    isPublic?: boolean;
  }
}

export interface HttpOptions {
  readonly limits: Pick<Config['limits'], 'max_body_bytes' | 'requests_per_minute'>;
  /** Whether the service has a token, for its description. */
  readonly needsToken: boolean;
  readonly identify: Identify;
  /** Names that the `Host` header may hold beside loopback's; undefined: any. */
  readonly hosts: readonly string[] | undefined;
  readonly pace: BodyPace;
  readonly version: string;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'observeRequest'>;
}

/** Milliseconds that the head of a request may take. */
const headersTimeoutMs = 15_000;

/**
 * The HTTP application around its routes: who may call, how bodies are read, and how errors are told.
 *
 * @param addRoutes registers the routes; a guard stands before all of them, and before what they do not cover
 */
export async function createHttpApp(
  options: HttpOptions,
  addRoutes: (app: RouteApp) => Promise<void>,
): Promise<FastifyInstance> {
  // a longer text than a string can hold could not even be refused in an orderly way
  const maxBodyBytes = Math.min(options.limits.max_body_bytes, maxStringBytes);
  const app: FastifyInstance = Fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: maxBodyBytes,
    genReqId: requestId,
    // requests on open connections are answered by ourselves while the service stops
    return503OnClosing: false,
    routerOptions: { maxParamLength: 2048 },
    http: { headersTimeout: headersTimeoutMs, connectionsCheckingInterval: headersTimeoutMs / 3 },
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket),
    frameworkErrors: (error, request, reply) => {
      const answer = (cause: unknown) => sendProblem(cause, request as FastifyRequest, reply as never, maxBodyBytes);
      checkCaller(request as FastifyRequest).then(() => answer(error), answer);
    },
  });
  // Node would answer an Expect header that it does not know by itself, without a word; RFC 9110 lets it be ignored
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  app.setValidatorCompiler(validatorCompiler);
  // answers are ours and typed; checking them again would cost more than many a query
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, maxBodyBytes));
  app.decorateRequest('caller');
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] },
    },
    // the service speaks plain HTTP; a proxy that adds TLS adds this too
    strictTransportSecurity: false,
  });
  await app.register(rateLimit, { global: false, max: options.limits.requests_per_minute, timeWindow: 60_000 });
  const count = app.createRateLimit();
  app.addHook('onRequest', async (request, reply) => {
    const use = await count(request);
    if (!use.isAllowed && use.isExceeded) {
      reply.header('retry-after', use.ttlInSeconds);
      throw new AlaasError(
        'TOO_MANY_REQUESTS',
        `More than ${use.max} requests in a minute (limits.requests_per_minute). Repeat in ${use.ttlInSeconds} s.`,
      );
    }
    await checkCaller(request);
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'none';
    const ms = Math.round(reply.elapsedTime * 100) / 100;
    options.metrics.observeRequest({ method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1000 });
    request.log.info({ requestId: request.id, method, route, status: reply.statusCode, ms }, 'request');
  });
  registerBodies(app, options.pace);
  await registerOpenapi(app, { version: options.version, needsToken: options.needsToken });
  app.setNotFoundHandler(async (request) => {
    const path = request.url.replace(/\?.*$/s, '').slice(0, 200);
    throw new AlaasError('NOT_FOUND', `There is no ${path}. GET /docs lists what there is.`);
  });
  const refuseOtherMethods = watchMethods(app);
  await addRoutes(app.withTypeProvider<ZodTypeProvider>());
  refuseOtherMethods();
  await app.ready();
  return app;

  async function checkCaller(request: FastifyRequest): Promise<void> {
    checkOrigin(request, options.hosts);
    const url = request.routeOptions?.url ?? '';
    if (request.routeOptions?.config?.isPublic) return;
    request.caller = await options.identify(request);
    if (request.caller.isOwner || isForMembers(url)) return;
    throw new AlaasError(
      'FORBIDDEN',
      `${request.caller.name} is a member of projects; this call is for the owner of the service.`,
    );
  }
}

/** What a caller sends is taken over when it is harmless in a log line, so that both sides can speak of one request. */
function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
}

/** Longest text of V8, in bytes of the shortest encoding. */
const maxStringBytes = constants.MAX_STRING_LENGTH;
