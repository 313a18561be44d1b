/**
 * A stand-in for an object store, in a process of its own: each answer waits 25 ms and then flows at 8 MB/s, one request
 * at a time per connection. It shares the machine with what is measured, so it is as light as can be: answers are made
 * once, and of a request only the path is read. After the images come as many others, to warm up with.
 */
import { createServer, type Socket } from 'node:net';
import { type ImageSet, loadImages } from './images.ts';

const LATENCY_MS = 25;
const BYTES_PER_MS = 8000;

const [set, count] = [process.argv[2] as ImageSet, Number(process.argv[3])];
const answers = [...loadImages(set, count), ...loadImages(set, count, 1)].map((image, i) =>
  Buffer.concat([
    Buffer.from(
      `HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nETag: "${i}"\r\nContent-Length: ${image.length}\r\n\r\n`,
    ),
    image,
  ]),
);

function answer(socket: Socket, request: string): void {
  const number = Number(/^GET \/(\d+)/.exec(request)?.[1]);
  const body = answers[number];
  if (body === undefined) socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
  else setTimeout(() => socket.write(body), LATENCY_MS + body.length / BYTES_PER_MS);
}

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('data', (data: Buffer) => answer(socket, data.toString('latin1', 0, 32)));
  socket.on('error', () => socket.destroy());
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' && address !== null ? address.port : 0);
});
// whatever is asked, the answer is the processor time used so far
process.on('message', () => process.send?.(process.cpuUsage()));
process.on('disconnect', () => process.exit(0));
