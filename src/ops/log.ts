import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino';
import type { Scrubber } from './scrubber.ts';

const STANDARD_ERROR = 2;

/**
 * A logger of JSON lines on standard error: standard output belongs to the command's result. Every
 * line passes the scrubber after it was serialised; children and serialisers cannot get around it.
 */
export function createLogger(options: {
  readonly level: string;
  readonly scrubber: Scrubber;
  /** Where lines go; standard error unless told otherwise. */
  readonly sink?: DestinationStream;
  /** A file to append to instead, where a screen would be torn by the log. */
  readonly file?: string;
}): Logger {
  // Synchronous: the last line before a crash is the one that matters.
  const sink = options.sink ?? destinationOf(options.file);
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => sink.write(options.scrubber.scrub(line)) },
  );
}

function destinationOf(file: string | undefined): DestinationStream {
  if (file === undefined) return destination({ fd: STANDARD_ERROR, sync: true });
  return destination({ dest: file, mkdir: true, sync: true });
}

export type { Logger };
