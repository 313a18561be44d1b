import type { Config, Source } from '@alaas/core';
import type { buildConnector } from 'undici';
import type { Access } from '../engine.ts';

/** The addresses of a host name, at least one. Rejects with a system error (`ENOTFOUND`, `EAI_AGAIN`). */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** The outside world as network sources see it, so that a test can bring its own. */
export interface Network {
  /** Default: the system's resolver, IPv4 first. */
  readonly resolve?: Resolve;
  /** Opens one TCP or TLS connection. Default: undici's connector. */
  readonly connect?: buildConnector.connector;
  /** Jitter of retries, uniform in [0, 1). Default: Math.random. */
  readonly random?: () => number;
  /** Waits between retries; rejects when the signal aborts. Default: a timer. */
  readonly delay?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds of a clock that never goes back. Default: performance.now. */
  readonly now?: () => number;
}

/** What every source is made from. */
export interface SourceContext {
  readonly access: Access;
  readonly limits: Config['limits'];
  readonly sources: Config['sources'];
  readonly network: Network;
  /** Folder of what people sent; undefined: `upload:` URIs are unknown. */
  readonly uploads?: string | undefined;
}

/** How one file adds one source. */
export type SourceFactory = (context: SourceContext) => Source;
