/** Sorted by a text key, code unit by code unit: the same in every store and every locale. */
export function inKeyOrder<T>(records: Iterable<T>, keyOf: (record: T) => string): T[] {
  return Array.from(records, (record) => ({ key: keyOf(record), record }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ record }) => record);
}

/** Sorted by a moment; records of one moment keep the order in which they came. */
export function inTimeOrder<T>(records: Iterable<T>, atMsOf: (record: T) => number): T[] {
  return [...records].sort((a, b) => atMsOf(a) - atMsOf(b));
}
