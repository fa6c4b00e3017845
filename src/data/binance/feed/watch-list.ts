import { SECOND_MS } from '../../../engine/domain/time.ts';
import { invariant } from '../../../engine/domain/values/invariant.ts';
import { SYMBOLS_MAX, symbolOf } from '../symbols.ts';
import type { SymbolHealth } from './health.ts';
import { SymbolWatch } from './symbol-watch.ts';

/** A symbol of which the stream brings nothing for so long is asked for: before its price is stale. */
export const ASK_AFTER_MS = 3 * SECOND_MS;

/** The symbols that are followed, the busiest first. Times are monotonic. */
export class WatchList {
  #watches: ReadonlyMap<string, SymbolWatch> = new Map();

  /** @throws InvariantError for no symbols, too many, or a text that is none */
  constructor(symbols: readonly string[], nowMs: number) {
    this.change(symbols, nowMs);
  }

  /** These and no others; those that stay keep their prices. @throws InvariantError as above */
  change(symbols: readonly string[], nowMs: number): void {
    const wanted = new Set(
      symbols.map((text) => {
        const symbol = symbolOf(text);
        invariant(symbol !== null, 'a symbol is letters and digits, for example BTCUSDT');
        return symbol;
      }),
    );
    const isSound = wanted.size > 0 && wanted.size <= SYMBOLS_MAX;
    invariant(isSound, `1 to ${SYMBOLS_MAX} symbols are followed`);
    const before = this.#watches;
    this.#watches = new Map(
      [...wanted].map((symbol) => [symbol, before.get(symbol) ?? new SymbolWatch(symbol, nowMs)]),
    );
  }

  get(symbol: string): SymbolWatch | undefined {
    return this.#watches.get(symbol);
  }

  /** The first: its silence is taken for the venue's. */
  get anchor(): SymbolWatch | undefined {
    const [first] = this.#watches.values();
    return first;
  }

  /** Whether a stream such as `btcusdt@trade` is of none of them. */
  readonly isGone = (stream: string): boolean =>
    !this.#watches.has(stream.slice(0, stream.indexOf('@')));

  /** What follows a host's root to hear these kinds of stream of all. */
  path(kinds: readonly string[]): string {
    const names = [...this.#watches.keys()].flatMap((symbol) =>
      kinds.map((kind) => `${symbol}@${kind}`),
    );
    return `/stream?streams=${names.join('/')}`;
  }

  /** Symbols of which the stream brings nothing. */
  missing(nowMs: number): readonly string[] {
    return [...this.#watches.values()]
      .filter((watch) => watch.streamSilentMs(nowMs) >= ASK_AFTER_MS)
      .map(({ symbol }) => symbol);
  }

  health(nowMs: number): readonly SymbolHealth[] {
    return [...this.#watches.values()].map((watch) => watch.health(nowMs));
  }
}
