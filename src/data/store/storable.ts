import { invariant } from '../../engine/domain/values/invariant.ts';

const REPLACEMENT = '\ufffd';
const NUL = '\u0000';
/** With the `u` flag a well-formed pair is one character, so only lone halves match. */
const LONE_SURROGATE = /[\ud800-\udfff]/u;

/**
 * The value as every store can hold it. Postgres text has no U+0000 and jsonb no lone surrogate, and
 * both come in titles that strangers write: each becomes U+FFFD. Returns the same object when there
 * is nothing to replace. Keys are kept, `__proto__` among them.
 * @throws InvariantError for a number that is not finite, or a whole number that is not safe.
 */
export function storable<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'number') {
    const sound =
      Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
    invariant(sound, `a stored number is finite and exact, got ${value}`);
    return value;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? cleanList(value) : cleanRecord(value);
}

function cleanText(text: string): string {
  if (!text.includes(NUL) && !LONE_SURROGATE.test(text)) return text;
  return Array.from(text, (symbol) =>
    symbol === NUL || LONE_SURROGATE.test(symbol) ? REPLACEMENT : symbol,
  ).join('');
}

function cleanList(list: readonly unknown[]): readonly unknown[] {
  const cleaned = list.map(clean);
  return cleaned.some((item, index) => item !== list[index]) ? cleaned : list;
}

function cleanRecord(record: object): object {
  // drizzle asks every value for its class, so one without a prototype becomes a plain object.
  let changed = Object.getPrototypeOf(record) === null;
  const entries: [string, unknown][] = [];
  for (const [key, value] of Object.entries(record)) {
    const entry: [string, unknown] = [cleanText(key), clean(value)];
    changed ||= entry[0] !== key || entry[1] !== value;
    entries.push(entry);
  }
  return changed ? Object.fromEntries(entries) : record;
}
