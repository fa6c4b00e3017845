import { isUtf8 } from 'node:buffer';
import { LineSplitter } from './line-splitter.ts';
import { type TapeBytes, tapeBytes } from './tape-bytes.ts';
import { TapeError } from './tape-error.ts';
import { LINE_BYTES_MAX, parseTapeLine, type TapeLine } from './tape-line.ts';

/** Lines that are not a tape's, at the beginning of a file, after which it is not one. */
const FIRST_PROBLEMS_MAX = 20;

/** A line that could not be used; the caller counts it and goes on. */
export interface TapeProblem {
  /** From one. That of the next line when the compression ended too early. */
  readonly lineNumber: number;
  readonly problem: string;
}

export function isTapeProblem(item: TapeLine | TapeProblem): item is TapeProblem {
  return 'problem' in item;
}

/**
 * Reads a recording, gzip or plain JSONL, to its end in bounded memory. Damage inside it comes out
 * as problems in their place, never as an error. An empty file is an empty tape.
 * @throws TapeError when the file is missing, cannot be read, or is not a tape at all
 */
export async function* readTape(path: string): AsyncGenerator<TapeLine | TapeProblem, void> {
  const lines = new TapeLines();
  const held: TapeProblem[] = [];
  let isTape = false;
  for await (const batch of batches(path, lines)) {
    for (const item of batch) {
      if (!isTape && isTapeProblem(item)) {
        if (held.push(item) === FIRST_PROBLEMS_MAX) throw notTape(path, held);
        continue;
      }
      if (!isTape) yield* held;
      isTape = true;
      yield item;
    }
  }
  if (!isTape) yield* withoutLines(path, lines.isCutOff, held);
}

/** A recorder that was killed in its first second leaves a cut-off tape without a whole line. */
function withoutLines(
  path: string,
  isCutOff: boolean,
  problems: readonly TapeProblem[],
): readonly TapeProblem[] {
  if (problems.length > 0 && !isCutOff) throw notTape(path, problems);
  return problems;
}

type Batch = Generator<TapeLine | TapeProblem>;

async function* batches(path: string, lines: TapeLines): AsyncGenerator<Batch> {
  for await (const bytes of tapeBytes(path)) yield lines.push(bytes);
  yield lines.end();
}

/** Numbers, parses and orders the lines of one tape. */
class TapeLines {
  readonly #splitter = new LineSplitter(LINE_BYTES_MAX);
  #lineNumber = 1;
  #lastT = 0;
  isCutOff = false;

  *push(bytes: TapeBytes): Batch {
    if (Buffer.isBuffer(bytes)) {
      for (const line of this.#splitter.push(bytes)) yield this.#read(line);
      return;
    }
    yield* this.end();
    this.isCutOff = bytes.damage === 'cutOff';
    const problem = this.isCutOff ? 'the gzip data is cut off' : 'the gzip data is corrupt';
    yield { lineNumber: this.#lineNumber, problem };
  }

  *end(): Batch {
    for (const line of this.#splitter.end()) yield this.#read(line);
  }

  #read(bytes: Buffer | null): TapeLine | TapeProblem {
    const lineNumber = this.#lineNumber;
    this.#lineNumber += 1;
    if (bytes === null) {
      return { lineNumber, problem: `the line is longer than ${LINE_BYTES_MAX} bytes` };
    }
    if (!isUtf8(bytes)) return { lineNumber, problem: 'the line is not UTF-8' };
    const line = parseTapeLine(bytes.toString('utf8'));
    if ('error' in line) return { lineNumber, problem: line.error };
    if (line.t < this.#lastT) {
      return { lineNumber, problem: `t ${line.t} is before ${this.#lastT}, that of a line above` };
    }
    this.#lastT = line.t;
    return line;
  }
}

function notTape(path: string, [first]: readonly TapeProblem[]): TapeError {
  const where = first === undefined ? '' : ` (line ${first.lineNumber}: ${first.problem})`;
  return new TapeError('notTape', `${path} is not a tape${where}.`);
}
