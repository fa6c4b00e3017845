import { parseFrame } from '../../../../src/data/frame.ts';
import { kalshiTokenId } from '../../../../src/data/kalshi/ids.ts';
import { KalshiStream } from '../../../../src/data/kalshi/stream/kalshi-stream.ts';
import type {
  KalshiStreamOptions,
  Missed,
} from '../../../../src/data/kalshi/stream/stream-options.ts';
import type { Row } from '../../../../src/data/parsed.ts';
import type { SocketRuntime } from '../../../../src/data/socket/runtime.ts';
import { MarketBook } from '../../../../src/engine/domain/book/market-book.ts';
import type { MarketId } from '../../../../src/engine/domain/ids.ts';
import type { MarketEvent } from '../../../../src/engine/domain/market-event.ts';
import { type Price, price } from '../../../../src/engine/domain/values/money.ts';
import { testKey } from '../client/venue.ts';

/** A stream, and books that are fed by its frames alone, as the engine feeds its own. */
export class Following {
  readonly stream: KalshiStream;
  readonly books = new Map<string, MarketBook>();
  readonly events: MarketEvent[] = [];
  readonly frames: Row[] = [];
  readonly missed: Missed[] = [];
  readonly problems: unknown[] = [];
  readonly #tick: Price;

  constructor(
    runtime: SocketRuntime,
    options: Partial<KalshiStreamOptions> = {},
    tick = price(10_000),
  ) {
    this.#tick = tick;
    this.stream = new KalshiStream(
      {
        url: 'wss://venue.test/trade-api/ws/v2',
        key: testKey(),
        onFrame: (frame) => this.#take(frame),
        onMissed: (missed) => this.#miss(missed),
        ...options,
      },
      runtime,
    );
  }

  /** Levels in cents and contracts, best first; `null` for a book that is not to be used. */
  levels(ticker: string, side: 'yes' | 'no'): readonly (readonly [number, number])[] | null {
    const book = this.books.get(ticker);
    if (book?.trust.trusted !== true) return null;
    return book
      .levels(kalshiTokenId(ticker, side), 'bid', 99)
      .map((level) => [level.price / 10_000, level.quantity / 1_000_000]);
  }

  #take(frame: Row): void {
    this.frames.push(frame);
    const { events, problems } = parseFrame('kalshi.stream', frame);
    this.problems.push(...problems);
    for (const event of events) {
      this.events.push(event);
      if (event.kind !== 'bookSnapshot' && event.kind !== 'bookDelta') continue;
      const book = this.#book(event.marketId);
      if (event.kind === 'bookSnapshot') book.applySnapshot(event, event.venueAtMs);
      else book.applyDelta(event, event.venueAtMs);
    }
  }

  #miss(missed: Missed): void {
    this.missed.push(missed);
    if (missed.channel !== 'orderbook_delta') return;
    for (const ticker of missed.targets) this.books.get(ticker)?.distrust('feedDown');
  }

  #book(marketId: MarketId): MarketBook {
    const known = this.books.get(marketId);
    if (known !== undefined) return known;
    const tokenIds = [kalshiTokenId(marketId, 'yes'), kalshiTokenId(marketId, 'no')];
    const book = new MarketBook({ marketId, tokenIds, tick: this.#tick, layout: 'sorted' });
    this.books.set(marketId, book);
    return book;
  }
}
