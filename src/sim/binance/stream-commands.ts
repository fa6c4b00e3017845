/** Streams of one connection. */
export const STREAMS_MAX = 1_024;
/** Longest id of a command that is a text, in characters. */
const ID_LENGTH_MAX = 36;
const METHODS = ['SUBSCRIBE', 'UNSUBSCRIBE', 'LIST_SUBSCRIPTIONS', 'SET_PROPERTY', 'GET_PROPERTY'];

/** What commands read and change. */
export interface Subscribed {
  readonly streams: Set<string>;
  isCombined: boolean;
}

type Answer = Readonly<Record<string, unknown>>;

/** What the exchange answers to a text of a client, which it may change. */
export function answerTo(text: string, of: Subscribed): Answer {
  const message = objectOf(text);
  if (message === null) {
    return { code: 3, msg: 'Invalid JSON: expected value at line 1 column 1' };
  }
  const { method, params, id = null } = message;
  if (!isId(id)) {
    return { code: 2, msg: 'Invalid request: request ID must be an unsigned integer' };
  }
  if (typeof method !== 'string') {
    return { code: 2, msg: 'Invalid request: missing field `method` at line 1 column 1' };
  }
  switch (method) {
    case 'SUBSCRIBE':
    case 'UNSUBSCRIBE':
      return changed(of, { params, id, isWanted: method === 'SUBSCRIBE' });
    case 'LIST_SUBSCRIPTIONS':
      return { result: [...of.streams], id };
    case 'SET_PROPERTY':
      return property(of, params, id);
    case 'GET_PROPERTY':
      return { result: of.isCombined, id };
    default: {
      const expected = METHODS.map((name) => `\`${name}\``).join(', ');
      const msg = `Invalid request: unknown variant \`${method}\`, expected one of ${expected} at line 1 column 28`;
      return { code: 2, msg, id };
    }
  }
}

function changed(
  of: Subscribed,
  by: { readonly params: unknown; readonly id: unknown; readonly isWanted: boolean },
): Answer {
  const { params, id, isWanted } = by;
  if (!isTexts(params)) return { code: 2, msg: 'Invalid request: params must be an array', id };
  const streams = new Set(of.streams);
  for (const stream of params) {
    if (isWanted) streams.add(stream);
    else streams.delete(stream);
  }
  // The limit is documented, its words are not.
  if (streams.size > STREAMS_MAX) return { code: 2, msg: 'Invalid request: too many streams', id };
  of.streams.clear();
  for (const stream of streams) of.streams.add(stream);
  return { result: null, id };
}

function property(of: Subscribed, params: unknown, id: unknown): Answer {
  const [name, value, ...more]: readonly unknown[] = Array.isArray(params) ? params : [];
  if (typeof name !== 'string') {
    return { code: 2, msg: 'Invalid request: property name must be a string', id };
  }
  if (more.length > 0) return { code: 2, msg: 'Invalid request: too many parameters', id };
  if (name !== 'combined') return { code: 0, msg: 'Unknown property', id };
  if (typeof value !== 'boolean') {
    return { code: 1, msg: 'Invalid value type: expected Boolean', id };
  }
  of.isCombined = value;
  return { result: null, id };
}

function isId(id: unknown): boolean {
  if (id === null) return true;
  if (typeof id === 'string') return id.length <= ID_LENGTH_MAX;
  return typeof id === 'number' && Number.isSafeInteger(id);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const raw: unknown = JSON.parse(text);
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return null;
    return raw as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
