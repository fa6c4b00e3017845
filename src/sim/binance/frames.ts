/** Milliseconds are the unit unless a connection asks for microseconds. */
export type TimeUnit = 'ms' | 'µs';

/** What happened in one pair, before it is written in a connection's unit of time. */
export type MarketUpdate =
  | {
      readonly kind: 'trade';
      readonly symbol: string;
      readonly atMs: number;
      /** Of the taker's order: its aggregate id, and its trades. */
      readonly aggregateId: number;
      readonly firstId: number;
      readonly lastId: number;
      readonly price: string;
      /** Of each trade. */
      readonly quantity: string;
      /** The buyer's order was in the book: the taker sold. */
      readonly isBuyerMaker: boolean;
    }
  | {
      readonly kind: 'best';
      readonly symbol: string;
      readonly updateId: number;
      readonly bid: string;
      readonly ask: string;
      readonly bidQuantity: string;
      readonly askQuantity: string;
    }
  | { readonly kind: 'candle'; readonly candle: SimCandle; readonly atMs: number };

export interface SimCandle {
  readonly symbol: string;
  readonly openAtMs: number;
  readonly closeAtMs: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly quoteVolume: string;
  readonly trades: number;
  readonly firstId: number;
  readonly lastId: number;
}

/** A payload and the stream that carries it. */
export interface StreamPayload {
  readonly stream: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A moment in the unit; a microsecond stamp has digits that a millisecond has not. */
export function stamp(atMs: number, unit: TimeUnit): number {
  return unit === 'ms' ? atMs : atMs * 1_000 + (atMs % 997);
}

/** The payloads of an update, one per stream that tells of it. */
export function payloadsOf(update: MarketUpdate, unit: TimeUnit): readonly StreamPayload[] {
  switch (update.kind) {
    case 'trade':
      return [...tradePayloads(update, unit), aggregatePayload(update, unit)];
    case 'best':
      return [bestPayload(update)];
    case 'candle':
      return [candlePayload(update.candle, update.atMs, unit)];
  }
}

type Trade = Extract<MarketUpdate, { readonly kind: 'trade' }>;
type Best = Extract<MarketUpdate, { readonly kind: 'best' }>;

function tradePayloads(trade: Trade, unit: TimeUnit): readonly StreamPayload[] {
  const at = stamp(trade.atMs, unit);
  const count = trade.lastId - trade.firstId + 1;
  return Array.from({ length: count }, (_, index) => ({
    stream: `${trade.symbol.toLowerCase()}@trade`,
    data: {
      e: 'trade',
      E: at,
      s: trade.symbol,
      t: trade.firstId + index,
      p: trade.price,
      q: trade.quantity,
      T: at,
      m: trade.isBuyerMaker,
      M: true,
    },
  }));
}

function aggregatePayload(trade: Trade, unit: TimeUnit): StreamPayload {
  const at = stamp(trade.atMs, unit);
  const count = trade.lastId - trade.firstId + 1;
  return {
    stream: `${trade.symbol.toLowerCase()}@aggTrade`,
    data: {
      e: 'aggTrade',
      E: at,
      s: trade.symbol,
      a: trade.aggregateId,
      p: trade.price,
      q: (Number(trade.quantity) * count).toFixed(8),
      f: trade.firstId,
      l: trade.lastId,
      T: at,
      m: trade.isBuyerMaker,
      M: true,
    },
  };
}

/** Neither an event type nor a time. */
function bestPayload(best: Best): StreamPayload {
  return {
    stream: `${best.symbol.toLowerCase()}@bookTicker`,
    data: {
      u: best.updateId,
      s: best.symbol,
      b: best.bid,
      B: best.bidQuantity,
      a: best.ask,
      A: best.askQuantity,
    },
  };
}

function candlePayload(candle: SimCandle, atMs: number, unit: TimeUnit): StreamPayload {
  return {
    stream: `${candle.symbol.toLowerCase()}@kline_1s`,
    data: {
      e: 'kline',
      E: stamp(atMs, unit),
      s: candle.symbol,
      k: {
        t: stamp(candle.openAtMs, unit),
        T: stamp(candle.closeAtMs, unit),
        s: candle.symbol,
        i: '1s',
        f: candle.firstId,
        L: candle.lastId,
        o: candle.open,
        c: candle.close,
        h: candle.high,
        l: candle.low,
        v: candle.volume,
        n: candle.trades,
        x: true,
        q: candle.quoteVolume,
        V: candle.volume,
        Q: candle.quoteVolume,
        B: '0',
      },
    },
  };
}
