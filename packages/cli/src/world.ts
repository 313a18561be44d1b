/** What a command can see and touch: tests bring their own. */
export interface World {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute folder that relative paths of the command line start from. */
  readonly cwd: string;
  /** What a person types to run this program. */
  readonly command: string;
  /** Milliseconds, only ever compared with each other. */
  readonly now: () => number;
  /** Single keys as a person strikes them; absent where standard input is no terminal. */
  readonly openKeyboard?: (() => Keyboard) | undefined;
  /** Waits so many milliseconds, or until the signal aborts. */
  readonly pause: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Aborts when the user asks to stop. */
  readonly interrupted: AbortSignal;
  /** The service, for commands that bring their own. Loaded only when needed: it is the dearest part to load. */
  readonly loadServer: () => Promise<ServerModule>;
}

export type ServerModule = Pick<typeof import('@alaas/server'), 'startServer' | 'inspectDatabase'>;

/** Keys of a terminal; while it is open they are not echoed. */
export interface Keyboard {
  /** The next character; undefined when the signal aborts or the terminal is gone. */
  next(signal: AbortSignal): Promise<string | undefined>;
  /** Forgets what was struck and not taken yet. */
  flush(): void;
  close(): void;
}

/** A stream for people or for programs. */
export interface Output {
  /** Whether a person watches, on a screen that can redraw a line. */
  readonly isTerminal: boolean;
  readonly hasColours: boolean;
  /** Characters per line. */
  readonly columns: number;
  write(text: string): void;
}
