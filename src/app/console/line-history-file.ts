import { appendFileSync, readFileSync } from 'node:fs';
import { HISTORY_LENGTH_MAX } from '../../bot/console/editor.ts';
import type { LineHistory } from '../../bot/console/history.ts';

/** What was typed is the owner's alone. */
const FILE_MODE = 0o600;

/** Typed lines in a file, one a line. A file that cannot be written costs the history, nothing else. */
export function lineHistoryFile(path: string, report: (error: unknown) => void): LineHistory {
  let isWritable = true;
  return {
    load: () => read(path, report).slice(-HISTORY_LENGTH_MAX),
    append: (line) => {
      if (!isWritable) return;
      try {
        appendFileSync(path, `${line.replaceAll(/[\r\n]+/g, ' ')}\n`, { mode: FILE_MODE });
      } catch (error) {
        isWritable = false;
        report(error);
      }
    },
  };
}

/** Typed lines of this run alone. */
export const NO_HISTORY: LineHistory = { load: () => [], append: () => undefined };

function read(path: string, report: (error: unknown) => void): readonly string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') report(error);
    return [];
  }
}
