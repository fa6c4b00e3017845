const RELATIVE = 1e-9;
/** Kept in single precision: prices after a buy, bands, the week. */
const SINGLES = /\.(?:moves\.(?:1m|1h|24h)|priceBands|week)\./;
const RELATIVE_OF_SINGLES = 1e-6;

/** Where two values differ, as `path: actual, not expected`. */
export function differencesOf(actual: unknown, expected: unknown, path: string): string[] {
  if (typeof actual === 'number' && typeof expected === 'number') {
    const scale = Math.max(1, Math.abs(actual), Math.abs(expected));
    const relative = SINGLES.test(path) ? RELATIVE_OF_SINGLES : RELATIVE;
    const isSame = actual === expected || Math.abs(actual - expected) <= relative * scale;
    return isSame ? [] : [`${path}: ${actual}, not ${expected}`];
  }
  if (actual instanceof Map && expected instanceof Map) {
    return differencesOf(Object.fromEntries(actual), Object.fromEntries(expected), path);
  }
  if (isObject(actual) && isObject(expected)) {
    const keys = new Set([...Object.keys(actual), ...Object.keys(expected)]);
    return [...keys].flatMap((key) => differencesOf(actual[key], expected[key], `${path}.${key}`));
  }
  return actual === expected ? [] : [`${path}: ${actual}, not ${expected}`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
