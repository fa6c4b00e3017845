/** Numbers from a seed, the same on every machine; each in [0, 1). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;

const EDITS_MAX = 4;
const DEPTH = 400;
const REPEATED = 300;

/** What stands where something else should: as venues, strangers and broken disks would write it. */
const VALUES: readonly unknown[] = [
  ...['', ' ', '0', '-0', '-1', '1', 'NaN', 'Infinity', '1e309', '1e-9', '0x10', '+5', '5.', '.5'],
  ...['0.0000001', '1.0000001', '9007199254740993', '9'.repeat(30), '٥', '0.5\u0000', '\ufeff1'],
  ...['null', 'true', '[]', '{}', '__proto__', 'constructor', 'toString', '\ud800', '\u202e', '🜚'],
  ...[
    "'; DROP TABLE orders; --",
    '<b>&lt;',
    '%00',
    '../../etc/passwd',
    '\n\r\t',
    '2026-13-45T99:99',
  ],
  ...['1969-12-31T23:59:59Z', '+275760-09-13T00:00:00Z', 'a'.repeat(5_000), `0x${'f'.repeat(64)}`],
  ...[
    null,
    true,
    false,
    0,
    -0,
    1,
    -1,
    0.1,
    1e-7,
    1e21,
    2 ** 53,
    -(2 ** 53),
    1.7976931348623157e308,
  ],
  ...[[], {}, [[]], [null], [{}], { length: 5 }],
];

/** One of the bad values; objects fresh each time, for they may be changed. */
function badValue(random: Random): unknown {
  return structuredClone(pick(random, VALUES, null));
}

function pick<T>(random: Random, of: readonly T[], otherwise: T): T {
  return of[Math.floor(random() * of.length)] ?? otherwise;
}

/** A value of JSON with one to four wrongs in it; the given value may be changed. */
export function mangledValue(value: unknown, random: Random): unknown {
  const edits = 1 + Math.floor(random() * EDITS_MAX);
  let whole = value;
  for (let edit = 0; edit < edits; edit += 1) whole = editedOnce(whole, random);
  return whole;
}

/** Walks down by chance and changes something where it ends. */
function editedOnce(value: unknown, random: Random): unknown {
  const isLeaf = typeof value !== 'object' || value === null;
  if (isLeaf || random() < 0.12) return replaced(value, random);
  if (Array.isArray(value)) return editedList(value, random);
  return editedRow(value as Record<string, unknown>, random);
}

function editedList(list: unknown[], random: Random): unknown {
  const at = Math.floor(random() * list.length);
  const chance = random();
  if (list.length === 0 || chance < 0.06) return [...list, badValue(random)];
  if (chance < 0.12) return list.filter((_, index) => index !== at);
  if (chance < 0.16) return Array.from({ length: REPEATED }, () => structuredClone(list[at]));
  if (chance < 0.22) return list.toReversed();
  list[at] = editedOnce(list[at], random);
  return list;
}

function editedRow(row: Record<string, unknown>, random: Random): unknown {
  const keys = Object.keys(row);
  const key = pick(random, keys, 'key');
  const chance = random();
  if (chance < 0.06) {
    delete row[key];
    return row;
  }
  if (chance < 0.1) {
    // An own property of that name, as JSON.parse makes it.
    return Object.defineProperty({ ...row }, pick(random, ['__proto__', 'constructor', 'x'], 'x'), {
      value: badValue(random),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  row[key] =
    chance < 0.16 ? structuredClone(row[pick(random, keys, key)]) : editedOnce(row[key], random);
  return row;
}

function replaced(value: unknown, random: Random): unknown {
  const chance = random();
  if (typeof value === 'string' && chance < 0.4) return mangledText(value, random);
  if (typeof value === 'number' && chance < 0.5) {
    return pick(
      random,
      [-value, value + 0.5, value * 1e6, value / 1e6, value * 1e300, String(value)],
      0,
    );
  }
  if (chance < 0.04) return nested(value, random);
  if (chance < 0.1) return [value];
  return badValue(random);
}

function nested(value: unknown, random: Random): unknown {
  let whole = value;
  const isList = random() < 0.5;
  for (let depth = 0; depth < DEPTH; depth += 1) whole = isList ? [whole] : { data: whole };
  return whole;
}

/** A text with one to four places changed: cut, repeated, or with signs that do not belong there. */
export function mangledText(text: string, random: Random): string {
  const edits = 1 + Math.floor(random() * EDITS_MAX);
  let whole = text;
  for (let edit = 0; edit < edits; edit += 1) {
    const at = Math.floor(random() * (whole.length + 1));
    const until = at + Math.floor(random() * 8);
    const chance = random();
    if (chance < 0.15) whole = whole.slice(0, at);
    else if (chance < 0.3) whole = whole.slice(0, at) + whole.slice(until);
    else if (chance < 0.4) whole = whole.slice(0, until) + whole.slice(at);
    else if (chance < 0.7)
      whole = `${whole.slice(0, at)}${String(pick(random, VALUES, ''))}${whole.slice(at)}`;
    else
      whole = `${whole.slice(0, at)}${String.fromCharCode(random() * 0x1_0000)}${whole.slice(at + 1)}`;
  }
  return whole;
}

/** Bytes with one to four places changed: cut, flipped, repeated or filled with zeros. */
export function mangledBytes(bytes: Buffer, random: Random): Buffer {
  const edits = 1 + Math.floor(random() * EDITS_MAX);
  let whole = Buffer.from(bytes);
  for (let edit = 0; edit < edits; edit += 1) {
    const at = Math.floor(random() * whole.length);
    const until = at + Math.floor(random() * 64);
    const chance = random();
    if (chance < 0.2) whole = whole.subarray(0, at);
    else if (chance < 0.3) whole = Buffer.concat([whole.subarray(0, until), whole.subarray(at)]);
    else if (chance < 0.4) whole = Buffer.concat([whole, whole.subarray(at)]);
    else if (chance < 0.5) whole.fill(0, at, Math.min(until, whole.length));
    else if (whole.length > 0) whole[at] = Math.floor(random() * 256);
  }
  return whole;
}
