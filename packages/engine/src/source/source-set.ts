import { AlaasError, type Config, type OpenOptions, type Source, type SourceContent } from '@alaas/core';
import type { Access } from '../engine.ts';
import type { Network, SourceFactory } from './context.ts';
import { fileSource } from './file.ts';
import { httpSource } from './http.ts';
import { shown } from './shown.ts';
import { uploadSource } from './upload.ts';

/** Every source there is. A new one is a file of its own and a line here. */
const factories: readonly SourceFactory[] = [fileSource, httpSource, uploadSource];

export interface SourcesOptions {
  /** On whose behalf contents are read; connections are never shared between the two. */
  readonly access: Access;
  readonly limits: Config['limits'];
  readonly sources: Config['sources'];
  readonly network?: Network;
  /** Folder of what people sent. Default: none, and `upload:` URIs are unknown. */
  readonly uploads?: string | undefined;
}

/** All sources as one: picks by the URI's scheme. */
export interface SourceSet {
  /** @throws AlaasError `SOURCE_*` about this one URI, `CANCELLED` when the signal aborts */
  open(uri: string, options: OpenOptions): Promise<SourceContent | 'unchanged'>;
  /** How many `open` calls at once keep the source of this URI busiest; 1 where there is none. */
  concurrency(uri: string): number;
  /** Ends what is under way with `CANCELLED`. */
  close(): Promise<void>;
}

/** @throws AlaasError `INVALID_CONFIG` when `sources.allow_hosts` holds something else than hosts */
export function openSources(options: SourcesOptions): SourceSet {
  const { access, limits, sources, network = {}, uploads } = options;
  const opened = factories.map((factory) => factory({ access, limits, sources, network, uploads }));
  const byScheme = new Map<string, Source>();
  for (const source of opened) for (const scheme of source.schemes) byScheme.set(scheme, source);

  return {
    async open(uri, openOptions) {
      const source = byScheme.get(schemeOf(uri));
      if (source === undefined) throw unsupported(uri, [...byScheme.keys()]);
      return source.open(uri, openOptions);
    },
    concurrency: (uri) => byScheme.get(schemeOf(uri))?.concurrency ?? 1,
    async close() {
      for (const source of opened.toReversed()) await source.close();
    },
  };
}

function schemeOf(uri: string): string {
  return uri.slice(0, Math.max(0, uri.indexOf(':'))).toLowerCase();
}

function unsupported(uri: string, schemes: readonly string[]): AlaasError {
  return new AlaasError(
    'SOURCE_UNSUPPORTED',
    `${shown(uri)} cannot be read: its scheme is not one of ${schemes.join(', ')}. Write a file as file:///folder/name.`,
  );
}
