/** Texts of some 100 characters and URIs, as many as wanted, and what they look like in each format. */

const words = 'pool item batch round budget utility oracle label query strategy margin entropy head committee'.split(
  ' ',
);

/** Text number `n`: 100 characters or a few more, another one for each number. */
function text(n: number): string {
  let written = `text ${n}`;
  // any sequence that looks like words does: 7919 and 104729 are primes far above the number of words
  for (let i = 0; written.length < 100; i++) written += ` ${words[(n * 7919 + i * 104729 + (n >> i)) % words.length]}`;
  return written;
}

/** A file that is not there: reading it asks nobody else. */
function uri(n: number): string {
  return `file:///no/such/folder/${n >> 10}/photo-${n}.jpg`;
}

/** A way to write a pool down. */
export interface Format {
  /** What a file of it is called. */
  readonly extension: string;
  readonly header: string;
  line(n: number): string;
}

export const textLines: Format = {
  extension: 'jsonl',
  header: '',
  line: (n) => `{"text":"${text(n)}"}\n`,
};

export const uriLines: Format = {
  extension: 'jsonl',
  header: '',
  line: (n) => `{"uri":"${uri(n)}"}\n`,
};

export const namedTextLines: Format = {
  extension: 'jsonl',
  header: '',
  line: (n) => `{"id":"text-${n}","text":"${text(n)}"}\n`,
};

export const textTable: Format = {
  extension: 'csv',
  header: 'id,text\n',
  line: (n) => `text-${n},"${text(n)}, with a comma"\n`,
};

export const uriTable: Format = {
  extension: 'csv',
  header: 'uri\n',
  line: (n) => `${uri(n)}\n`,
};

/** Lines of a chunk: some tens of kilobytes, as a client that reads a file would send them. */
const CHUNK_LINES = 512;

/** The first `count` items in a format, in chunks. */
export function* written({ header, line }: Format, count: number): Generator<string> {
  if (header !== '') yield header;
  for (let start = 0; start < count; start += CHUNK_LINES) {
    let chunk = '';
    for (let n = start; n < Math.min(count, start + CHUNK_LINES); n++) chunk += line(n);
    yield chunk;
  }
}
