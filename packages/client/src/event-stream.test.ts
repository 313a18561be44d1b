import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEventStream, type StreamMessage } from './event-stream.ts';

async function messagesOf(...chunks: (string | Uint8Array)[]): Promise<StreamMessage[]> {
  const encoder = new TextEncoder();
  const parts = chunks.map((chunk) => (typeof chunk === 'string' ? encoder.encode(chunk) : chunk));
  const messages: StreamMessage[] = [];
  for await (const message of readEventStream(ReadableStream.from(parts))) messages.push(message);
  return messages;
}

test('gives event, data and id of each message, and drops comments', async () => {
  expect(await messagesOf(': hello\n\nevent: job\nid: 7\ndata: {"a":1}\n\ndata:x\n\n')).toEqual([
    { event: 'job', id: '7', data: '{"a":1}' },
    { event: 'message', id: '7', data: 'x' },
  ]);
});

test('joins several data lines with a newline and removes one leading space only', async () => {
  expect(await messagesOf('data: one\ndata:  two\ndata\n\n')).toEqual([
    { event: 'message', id: '', data: 'one\n two\n' },
  ]);
});

test('drops a last message that its blank line never reached', async () => {
  expect(await messagesOf('data: whole\n\n', 'data: half\n')).toEqual([{ event: 'message', id: '', data: 'whole' }]);
});

test('drops a message without data but keeps its id', async () => {
  expect(await messagesOf('id: 3\nevent: job\n\ndata: x\n\n')).toEqual([{ event: 'message', id: '3', data: 'x' }]);
});

test('gives the same messages wherever the stream is cut, for each kind of line end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.array(fc.nat(60), { maxLength: 6 }),
      async (end, cutsAt) => {
        const text = ['id: 1', 'data: grün 😀', '', ': beat', '', 'event: job', 'data: a', 'data: b', '', ''].join(end);
        const bytes = new TextEncoder().encode(text);
        const cuts = [0, ...cutsAt.sort((a, b) => a - b), bytes.length];
        const chunks = cuts.slice(1).map((cut, i) => bytes.slice(cuts[i], cut));
        expect(await messagesOf(...chunks)).toEqual([
          { event: 'message', id: '1', data: 'grün 😀' },
          { event: 'job', id: '1', data: 'a\nb' },
        ]);
      },
    ),
    { seed: 1, numRuns: 200 },
  );
});

test('cancels the body when its reader leaves early', async () => {
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\ndata: 2\n\n')),
    cancel: () => {
      isCancelled = true;
    },
  });
  for await (const message of readEventStream(body)) {
    expect(message.data).toBe('1');
    break;
  }
  expect(isCancelled).toBe(true);
});
