/** One thing that reads what others write. */
export interface HostileTarget {
  readonly name: string;
  /** Reads one bad input, made by chance from the seed. @throws when it takes what it must not */
  take(seed: number): void;
  /** So many times fewer inputs than others get, for each costs more. */
  readonly weight?: number;
}

/** Longest text that any event may carry on, in characters. */
const TEXT_MAX = 300_000;
const DEPTH_MAX = 12;

/** @throws Error when a value holds a number or a text that nothing behind it could bear. */
export function requireSane(value: unknown, depth = 0): void {
  if (typeof value === 'number') requireNumber(value);
  else if (typeof value === 'string') requireText(value);
  else if (typeof value === 'object' && value !== null) requireObject(value, depth);
}

function requireNumber(value: number): void {
  if (!Number.isFinite(value)) throw new Error(`an event holds ${value}`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new Error(`${value} is not exact`);
  }
}

function requireText({ length }: string): void {
  if (length > TEXT_MAX) throw new Error(`a text of ${length} characters`);
}

function requireObject(value: object, depth: number): void {
  if (depth > DEPTH_MAX) throw new Error('an event is nested without end');
  if (Object.hasOwn(value, '__proto__')) throw new Error('an event has a prototype of its own');
  const parts = value instanceof Map || value instanceof Set ? [...value] : Object.values(value);
  for (const each of parts) requireSane(each, depth + 1);
}

/** Runs it; only errors of the named kinds may come. */
export function refusing(names: readonly string[], act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  }
}
