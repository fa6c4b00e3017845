import { BookCache } from '../../../../src/data/polymarket/feed/book-cache.ts';
import { BOOKS_JOIN_MS } from '../../../../src/data/polymarket/feed/book-reader.ts';
import { keptKey } from '../../../../src/data/polymarket/feed/kept-book.ts';
import type { ValueStore } from '../../../../src/data/polymarket/feed/patient-state.ts';
import { InProcessStateStore } from '../../../../src/data/state/in-process.ts';
import type { MarketId, TokenId } from '../../../../src/engine/domain/ids.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import type { MarketEvent } from '../../../../src/engine/domain/market-event.ts';
import { json, type Reply, type Seen } from '../../../servers/http-double.ts';
import { START_AT_MS } from '../../http/virtual-runtime.ts';
import { bookOf, conditionOf } from '../client/venue.ts';
import { InMemoryVenue, RecordingSink } from './in-memory.ts';

export const id = (at: number) => conditionOf(at) as MarketId;
export const tokensOf = (at: number) => [`${at}1`, `${at}2`] as unknown as readonly TokenId[];
export const knownAs = (at: number) =>
  ({ status: 'open', outcomes: tokensOf(at).map((tokenId) => ({ tokenId })) }) as unknown as Market;

/** A book of market `at` as the venue sends it, changed at `stampMs`. */
export function rowOf(token: string, stampMs = START_AT_MS - 60_000): object {
  const market = conditionOf(Number(token.slice(0, -1)));
  return { ...bookOf(token), market, timestamp: String(stampMs) };
}

/** What a well or an ill state store does with a call. */
type Health = 'well' | 'dead' | 'stalled';

/** A state store that fails when the test says so, and tells what was asked of it. */
export class StateDouble implements ValueStore {
  health: Health = 'well';
  readonly asked: string[] = [];
  readonly #inner: InProcessStateStore;

  constructor(nowMs: () => number) {
    this.#inner = new InProcessStateStore({ nowMs, onListenerError: () => undefined });
  }

  get(key: string): Promise<string | null> {
    return this.#do('get', () => this.#inner.get(key));
  }

  set(key: string, value: string, ttlMs: number): Promise<void> {
    return this.#do('set', () => this.#inner.set(key, value, ttlMs));
  }

  delete(key: string): Promise<void> {
    return this.#do('delete', () => this.#inner.delete(key));
  }

  /** What lies there of a market, whatever its health. */
  kept(at: number): Promise<string | null> {
    return this.#inner.get(keptKey(id(at)));
  }

  /** Lays something there, as another process does. */
  lay(at: number, value: unknown, ttlMs = 60_000): Promise<void> {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return this.#inner.set(keptKey(id(at)), text, ttlMs);
  }

  async #do<Answer>(what: string, act: () => Promise<Answer>): Promise<Answer> {
    this.asked.push(what);
    if (this.health === 'dead') throw new Error('the state store is down');
    if (this.health === 'stalled') return new Promise(() => undefined);
    return act();
  }
}

/** Caches of one venue on virtual time; a further one is another process, or the next start. */
export class CachedBooks {
  readonly venue: InMemoryVenue;
  readonly state: StateDouble;
  readonly failures: unknown[] = [];
  #reply: (seen: Seen) => Reply = (seen) => json(askedOf(seen).map((token) => rowOf(token)));

  constructor() {
    this.venue = new InMemoryVenue({
      method: 'POST',
      path: '/books',
      reply: (seen) => this.#reply(seen),
    });
    this.state = new StateDouble(() => this.runtime.monotonicMs());
  }

  get runtime() {
    return this.venue.runtime;
  }

  /** How the venue answers from now on. */
  answers(reply: (seen: Seen) => Reply): void {
    this.#reply = reply;
  }

  /** Makes the venue wait until the returned function is called. */
  hold(): () => void {
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.answers((seen) => ({
      kind: 'hold',
      until: until.then(() => json(askedOf(seen).map((token) => rowOf(token)))),
    }));
    return release;
  }

  /** Until what is asked for now is read, if nothing is in the way. */
  async soon(): Promise<void> {
    await this.runtime.advance(0);
    await this.runtime.advance(BOOKS_JOIN_MS);
  }

  process() {
    const sink = new RecordingSink();
    const cache = new BookCache({
      ...{ clob: this.venue.client.clob, state: this.state, sink, runtime: this.runtime },
      failed: (error) => this.failures.push(error),
    });
    const sources = () => sink.frames.map(({ source }) => source.replace('polymarket.', ''));
    return { cache, sink, sources };
  }
}

export function askedOf({ body }: Seen): readonly string[] {
  return (body as readonly { readonly token_id: string }[]).map(({ token_id: token }) => token);
}

/** What the stream brings of a market. */
export function streamed(
  kind: 'bookSnapshot' | 'bookDelta' | 'tickChange',
  of: { readonly at: number; readonly venueAtMs: number },
): MarketEvent {
  const { at, venueAtMs } = of;
  return { kind, marketId: id(at), venueAtMs, source: 'stream' } as unknown as MarketEvent;
}
