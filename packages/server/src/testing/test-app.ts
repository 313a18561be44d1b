import { type Config, parseConfig } from '@alaas/core';
import { type App, type AppOptions, createApp } from '../app.ts';
import { createLog } from '../log.ts';
import { MemoryEngine } from './memory-engine.ts';

export interface TestApp {
  readonly app: App;
  readonly engine: MemoryEngine;
  /** Calls with a JSON body; `json` is the parsed answer. */
  call(method: Method, url: string, options?: CallOptions): Promise<Answer>;
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly remoteAddress?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any;
}

/** The service on an engine in memory, called without a socket. Close `app` after use. */
export async function createTestApp(options: Partial<AppOptions> & { yaml?: string } = {}): Promise<TestApp> {
  const { yaml = '', ...given } = options;
  const engine = (given.engine as MemoryEngine | undefined) ?? new MemoryEngine();
  const config: Config = parseConfig(yaml, 'test.yml');
  const app = await createApp({ config, engine, log: createLog('silent'), ...given });
  return {
    app,
    engine,
    async call(method, url, { body, headers, remoteAddress } = {}) {
      const response = await app.http.inject({
        method,
        url,
        headers: { host: '127.0.0.1:60035', ...headers },
        ...(body === undefined ? {} : { payload: body as object | string }),
        ...(remoteAddress === undefined ? {} : { remoteAddress }),
      });
      return {
        status: response.statusCode,
        headers: response.headers,
        text: response.body,
        get json() {
          return JSON.parse(response.body);
        },
      };
    },
  };
}
