import type { ReadStream } from 'node:tty';
import type { Keyboard } from '../world.ts';

/** The part of a terminal's input that is needed. */
export type RawInput = Pick<ReadStream, 'setRawMode' | 'on' | 'off' | 'resume' | 'pause'>;

/** Characters of a terminal as they are struck, without echo. Ctrl-C comes as one of them; arrows and the like do not. */
export function openKeyboard(input: RawInput): Keyboard {
  let waiting: ((character: string | undefined) => void) | undefined;
  let struck: string[] = [];
  let isOpen = true;
  const take = (character: string | undefined): void => {
    const taker = waiting;
    waiting = undefined;
    taker?.(character);
  };
  const onData = (chunk: Buffer): void => {
    const text = chunk.toString('utf8');
    // a sequence of a function key is no text
    if (text.startsWith('\u001b')) return;
    struck.push(...text);
    if (waiting !== undefined) take(struck.shift());
  };
  const onEnd = (): void => {
    isOpen = false;
    take(undefined);
  };
  input.setRawMode(true);
  input.on('data', onData);
  input.on('end', onEnd);
  input.resume();
  return {
    next(signal) {
      const ready = struck.shift();
      if (ready !== undefined) return Promise.resolve(ready);
      if (!isOpen || signal.aborted) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const onAbort = (): void => take(undefined);
        waiting = (character) => {
          signal.removeEventListener('abort', onAbort);
          resolve(character);
        };
        signal.addEventListener('abort', onAbort, { once: true });
      });
    },
    flush() {
      struck = [];
    },
    close() {
      isOpen = false;
      input.off('data', onData);
      input.off('end', onEnd);
      input.setRawMode(false);
      input.pause();
    },
  };
}
