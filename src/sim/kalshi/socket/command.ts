import type { Channel } from './subscription.ts';
import { isChannel } from './subscription.ts';

/** Why the venue refuses a command, by its own numbers. */
export const SOCKET_ERRORS = {
  1: 'Unable to process message',
  2: 'Params required',
  3: 'Channels required',
  4: 'Subscription IDs required',
  5: 'Unknown command',
  7: 'Unknown subscription ID',
  8: 'Unknown channel name',
  9: 'Authentication required',
  10: 'Channel error',
  11: 'Invalid parameter',
  12: 'Exactly one subscription ID is required',
  13: 'Unsupported action',
  14: 'Market Ticker required',
  15: 'Action required',
  24: 'Index IDs required',
  25: 'Subscription buffer overflow',
  26: 'Subscription market limit exceeded',
  27: 'Too many requests',
} as const;

export type SocketErrorCode = keyof typeof SOCKET_ERRORS;

/** A command that the venue refuses. */
export class CommandRefusal extends Error {
  override readonly name = 'CommandRefusal';
  readonly code: SocketErrorCode;

  constructor(code: SocketErrorCode) {
    super(SOCKET_ERRORS[code]);
    this.code = code;
  }
}

type Raw = Readonly<Record<string, unknown>>;

/** A client's command; its parts are read where they are needed. */
export interface Command {
  /** `null` where it has none, or zero. */
  readonly id: number | null;
  readonly cmd: string;
  readonly params: Raw | null;
}

export function commandOf(raw: Raw | null): Command {
  if (raw === null || typeof raw['cmd'] !== 'string') throw new CommandRefusal(1);
  return { id: idOf(raw), cmd: raw['cmd'], params: objectIn(raw['params']) };
}

/** The id of whatever was sent. */
export function idOf(raw: Raw | null): number | null {
  const id = raw?.['id'];
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : null;
}

export function paramsOf({ params }: Command): Raw {
  if (params === null) throw new CommandRefusal(2);
  return params;
}

export function channelsOf(params: Raw): readonly Channel[] {
  const names = textsOf(params['channels']);
  if (names === null || names.length === 0) throw new CommandRefusal(3);
  return names.map((name) => {
    if (!isChannel(name)) throw new CommandRefusal(8);
    return name;
  });
}

/** The subscriptions that `sid` or `sids` name. */
export function sidsOf(params: Raw): readonly number[] {
  const { sid, sids } = params as { readonly sid?: unknown; readonly sids?: unknown };
  if (typeof sid === 'number') return [sid];
  if (!Array.isArray(sids)) return [];
  return sids.map((each: unknown) => {
    if (typeof each !== 'number') throw new CommandRefusal(11);
    return each;
  });
}

/** What `one` or `many` names: market tickers, ids; `null` where neither is there. */
export function namedIn(params: Raw, one: string, many: string): readonly string[] | null {
  const [single, several] = [params[one], params[many]];
  if (single !== undefined && several !== undefined) throw new CommandRefusal(11);
  if (typeof single === 'string') return [single];
  if (single !== undefined) throw new CommandRefusal(11);
  if (several === undefined) return null;
  const texts = textsOf(several);
  if (texts === null) throw new CommandRefusal(11);
  return texts;
}

export function textsOf(raw: unknown): readonly string[] | null {
  if (!Array.isArray(raw) || !raw.every((each) => typeof each === 'string')) return null;
  return raw as readonly string[];
}

export function isTrue(raw: unknown): boolean {
  return raw === true;
}

function objectIn(raw: unknown): Raw | null {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as Raw) : null;
}
