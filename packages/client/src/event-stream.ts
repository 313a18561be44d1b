/** One message of a `text/event-stream` answer. */
export interface StreamMessage {
  /** `message` when the stream names none. */
  readonly event: string;
  readonly data: string;
  /** The newest id so far, empty before the first. */
  readonly id: string;
}

/**
 * The messages of a server-sent event stream, as they arrive. Comments and incomplete last messages are
 * dropped; the body is cancelled when the reader leaves early. HTML Living Standard, section 9.2.
 */
export async function* readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamMessage, void> {
  let id = '';
  let event = '';
  let data: string[] = [];
  for await (const line of readLines(body)) {
    if (line === '') {
      if (data.length > 0) yield { event: event || 'message', data: data.join('\n'), id };
      event = '';
      data = [];
      continue;
    }
    const { field, value } = splitField(line);
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
  }
}

function splitField(line: string): { field: string; value: string } {
  const colon = line.indexOf(':');
  if (colon < 0) return { field: line, value: '' };
  return { field: line.slice(0, colon), value: line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1) };
}

async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let endedInCr = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const text = decoder.decode(value, { stream: true });
      if (text === '') continue;
      // a CR LF that was cut in two is one line end, and the CR has counted already
      const lines = (rest + (endedInCr && text.startsWith('\n') ? text.slice(1) : text)).split(/\r\n|\n|\r/);
      endedInCr = text.endsWith('\r');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    // a body that broke off refuses, and has nothing left to cancel
    await reader.cancel().catch(() => undefined);
  }
}
