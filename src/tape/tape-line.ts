/** Bytes of one line, without its line feed. */
export const LINE_BYTES_MAX = 8 * 1_048_576;
const SOURCE_LENGTH_MAX = 64;
const SOURCE = /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/;
const UTF8_BYTES_PER_UNIT_MAX = 3;

/** One input of the loop as it was received. */
export interface TapeLine {
  /** When it was received, milliseconds UTC; never less than the line before. */
  readonly t: number;
  /** Whose words it is: `polymarket.market`, `polymind.command`, … */
  readonly source: string;
  /** The venue's own JSON, or ours. As untrusted as it was on the wire. */
  readonly frame: unknown;
}

/**
 * Reads one line, strictly: exactly the keys `t`, `source` and `frame`, nothing else. A key
 * `__proto__` inside the frame stays the plain property that `JSON.parse` makes of it.
 */
export function parseTapeLine(text: string): TapeLine | { readonly error: string } {
  if (isTooLong(text)) return { error: `the line is longer than ${LINE_BYTES_MAX} bytes` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return { error: 'the line is not complete JSON' };
    throw error;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { error: 'the line is not a JSON object' };
  }
  const line = value as Partial<TapeLine>;
  const error = problemOf(line);
  return error === null ? (line as TapeLine) : { error };
}

/** What is wrong with the line's values, or `null`. */
export function problemOf(line: Partial<TapeLine>): string | null {
  const { t, source } = line;
  if (!Number.isSafeInteger(t) || Number(t) < 0) {
    return 't is not a whole number of milliseconds';
  }
  if (typeof source !== 'string' || source.length > SOURCE_LENGTH_MAX || !SOURCE.test(source)) {
    return 'source is not a name such as polymarket.market';
  }
  if (line.frame === undefined) return 'frame is missing';
  if (Object.keys(line).length !== 3) return 'the line has a key beside t, source and frame';
  return null;
}

function isTooLong(text: string): boolean {
  if (text.length * UTF8_BYTES_PER_UNIT_MAX <= LINE_BYTES_MAX) return false;
  return Buffer.byteLength(text) > LINE_BYTES_MAX;
}
