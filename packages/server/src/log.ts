import { type DestinationStream, destination, type LevelWithSilent, type Logger, pino } from 'pino';

export type LogLevel = LevelWithSilent;

/** Where the service writes what happens: one JSON object per line, so that no value can start a line of its own. */
export type Log = Logger;

/**
 * @param level the least serious kind of line that is written
 * @param stream default: standard error
 */
export function createLog(level: LogLevel, stream?: DestinationStream): Log {
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: [
          'token',
          '*.token',
          'database',
          '*.database',
          'authorization',
          '*.authorization',
          'headers.authorization',
          '*.headers.authorization',
        ],
        censor: 'hidden',
      },
    },
    stream ?? destination({ dest: 2, sync: true }),
  );
}
