import { AlaasError, type ErrorCode, isAlaasError } from '@alaas/core';

/** A failed try of a download that another try may mend. */
export class Transient extends Error {
  /** What the caller gets when no try is left. */
  readonly fault: AlaasError;
  /** Milliseconds the server asked to wait, if it did. */
  readonly afterMs: number | undefined;

  constructor(fault: AlaasError, afterMs?: number) {
    super(fault.message, { cause: fault });
    this.fault = fault;
    this.afterMs = afterMs;
  }
}

type Kind = readonly [code: ErrorCode, what: string, isTransient: boolean];

const kinds: Readonly<Record<string, Kind>> = {
  UND_ERR_HEADERS_TIMEOUT: ['SOURCE_TIMEOUT', 'sent no answer in time', true],
  UND_ERR_BODY_TIMEOUT: ['SOURCE_TIMEOUT', 'stopped sending half-way', true],
  UND_ERR_CONNECT_TIMEOUT: ['SOURCE_UNREACHABLE', 'did not accept a connection in time', true],
  ETIMEDOUT: ['SOURCE_UNREACHABLE', 'did not accept a connection in time', true],
  ECONNREFUSED: ['SOURCE_UNREACHABLE', 'refused the connection', true],
  EHOSTUNREACH: ['SOURCE_UNREACHABLE', 'has no route to its host', true],
  ENETUNREACH: ['SOURCE_UNREACHABLE', 'has no route to its network', true],
  EAI_AGAIN: ['SOURCE_UNREACHABLE', 'could not be looked up just now', true],
  ENOTFOUND: ['SOURCE_UNREACHABLE', 'names a host that does not exist', false],
  ECONNRESET: ['SOURCE_RESET', 'was cut off by the other side', true],
  EPIPE: ['SOURCE_RESET', 'was cut off by the other side', true],
  UND_ERR_SOCKET: ['SOURCE_RESET', 'was cut off by the other side', true],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['SOURCE_RESET', 'sent fewer bytes than it announced', true],
  HPE_INVALID_EOF_STATE: ['SOURCE_RESET', 'was cut off by the other side', true],
  HPE_INVALID: ['SOURCE_HTTP', 'sent something that is not HTTP', false],
  UND_ERR_HEADERS_OVERFLOW: ['SOURCE_HTTP', 'sent headers longer than 16 KiB', false],
  UND_ERR_DESTROYED: ['CANCELLED', 'was not read: its source was closed', false],
  UND_ERR_CLOSED: ['CANCELLED', 'was not read: its source was closed', false],
};

/**
 * What to throw for an error of undici, a socket or the resolver. The texts of those errors may hold
 * resolved addresses, so only their codes are told.
 *
 * @param name the URI as messages may show it
 */
export function networkFault(error: unknown, name: string): AlaasError | Transient {
  if (isAlaasError(error) || error instanceof Transient) return error;
  const code = codeOf(error);
  const [fault, what, isTransient] = kinds[code] ?? otherKind(code);
  const alaasError = new AlaasError(fault, `${name} ${what} (${code}).`, { cause: error });
  return isTransient ? new Transient(alaasError) : alaasError;
}

function codeOf(error: unknown): string {
  // undici's parser tells its reasons in words only
  if (error instanceof Error && error.name === 'HTTPParserError') {
    return error.message.includes('EOF') ? 'HPE_INVALID_EOF_STATE' : 'HPE_INVALID';
  }
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}

function otherKind(code: string): Kind {
  if (/CERT|TLS|SSL|SELF_SIGNED|ISSUER|UNABLE_TO/.test(code)) {
    return ['SOURCE_UNREACHABLE', 'has no valid certificate', false];
  }
  return ['SOURCE_UNREACHABLE', 'could not be reached', false];
}
