import { endOf, startAlaas } from './cli.fixture.ts';

/** A service of its own process; it is asked to stop when the scope ends. */
export async function startService(cwd: string, args: readonly string[], env: Record<string, string> = {}) {
  const child = startAlaas(cwd, ['serve', '--port', '0', '--storage', 'store', ...args], env);
  const ended = endOf(child);
  const text = await new Promise<string>((resolve, reject) => {
    let seen = '';
    child.stdout.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      if (seen.includes('Ctrl-C stops the service.')) resolve(seen);
    });
    ended.then(({ code, err }) => reject(new Error(`it ended with ${code}: ${err}`)), reject);
  });
  const stop = () => {
    child.kill('SIGINT');
    return ended;
  };
  return {
    url: /http:\/\/\S+/.exec(text)?.[0] ?? '',
    text,
    stop,
    [Symbol.asyncDispose]: async () => void (await stop()),
  };
}
