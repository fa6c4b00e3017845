import type { Chance } from '../chance.ts';
import type { SpotPath } from '../spot/spot-path.ts';
import type { MarketUpdate, SimCandle } from './frames.ts';
import type { SimPair } from './symbols.ts';

/** Each second is told as a candle. */
const CANDLE_MS = 1_000;
/** Trades of one taker's order. */
const TRADES_PER_ORDER_MAX = 3;
/** An exchange that has been open for years. */
const FIRST_IDS = { trade: 4_314_349_047, aggregate: 3_112_233_445, update: 61_234_567_890 };
/** Shares of the volume of a trade and of a best price, in units of the coin. */
const QUANTITY_MAX = 5_000;
const QUANTITY_UNIT = 10_000;

/** One pair of the exchange: its best prices and its trades follow the path. */
export class SimMarket {
  readonly pair: SimPair;
  readonly #path: SpotPath;
  readonly #chance: Chance;
  #tradeId = FIRST_IDS.trade;
  #aggregateId = FIRST_IDS.aggregate;
  #updateId = FIRST_IDS.update;
  #best: Extract<MarketUpdate, { readonly kind: 'best' }>;
  #trades: Extract<MarketUpdate, { readonly kind: 'trade' }>[] = [];
  #lastPrice: string;

  constructor(
    pair: SimPair,
    of: { readonly path: SpotPath; readonly chance: Chance; readonly atMs: number },
  ) {
    this.pair = pair;
    this.#path = of.path;
    this.#chance = of.chance;
    this.#best = this.#bestAt(of.atMs);
    this.#lastPrice = this.#priceAt(of.atMs);
  }

  /** Best prices now. */
  get best(): Extract<MarketUpdate, { readonly kind: 'best' }> {
    return this.#best;
  }

  /** Price of the newest trade. */
  get lastPrice(): string {
    return this.#lastPrice;
  }

  /** What happened from `fromMs` until `toMs`, in order. */
  advance(fromMs: number, toMs: number): readonly MarketUpdate[] {
    const updates: MarketUpdate[] = [];
    const best = this.#bestAt(toMs);
    if (best.bid !== this.#best.bid || best.ask !== this.#best.ask) {
      this.#updateId += this.#chance.whole(1, 4);
      this.#best = { ...best, updateId: this.#updateId };
      updates.push(this.#best);
    }
    const expected = (this.pair.tradesPerSecond * (toMs - fromMs)) / 1_000;
    if (this.#chance.happens(1 - Math.exp(-expected))) updates.push(this.#trade(toMs));
    const secondMs = Math.floor(toMs / CANDLE_MS) * CANDLE_MS;
    if (secondMs > fromMs) updates.push(this.#candle(secondMs - CANDLE_MS, toMs));
    return updates;
  }

  #trade(atMs: number): MarketUpdate {
    const count = this.#chance.whole(1, TRADES_PER_ORDER_MAX);
    const firstId = this.#tradeId + 1;
    this.#tradeId += count;
    this.#aggregateId += 1;
    this.#lastPrice = this.#priceAt(atMs);
    const trade = {
      kind: 'trade',
      symbol: this.pair.symbol,
      atMs,
      aggregateId: this.#aggregateId,
      firstId,
      lastId: this.#tradeId,
      price: this.#lastPrice,
      quantity: this.#quantity(),
      isBuyerMaker: this.#chance.happens(0.5),
    } as const;
    this.#trades.push(trade);
    return trade;
  }

  /** The second that ended; without trades its prices are that of the last one before. */
  #candle(openAtMs: number, atMs: number): MarketUpdate {
    const endMs = openAtMs + CANDLE_MS;
    const within = this.#trades.filter((trade) => trade.atMs < endMs);
    this.#trades = this.#trades.filter((trade) => trade.atMs >= endMs);
    const prices = within.map(({ price }) => Number(price));
    const [first] = within;
    const last = within.at(-1);
    const before = first?.price ?? this.#lastPrice;
    const volume = within.reduce((sum, { quantity }) => sum + Number(quantity), 0);
    const candle: SimCandle = {
      symbol: this.pair.symbol,
      openAtMs,
      closeAtMs: endMs - 1,
      open: before,
      high: prices.length === 0 ? before : Math.max(...prices).toFixed(8),
      low: prices.length === 0 ? before : Math.min(...prices).toFixed(8),
      close: last?.price ?? before,
      volume: volume.toFixed(8),
      quoteVolume: (volume * Number(before)).toFixed(8),
      trades: within.reduce((sum, trade) => sum + trade.lastId - trade.firstId + 1, 0),
      firstId: first?.firstId ?? -1,
      lastId: last?.lastId ?? -1,
    };
    return { kind: 'candle', candle, atMs };
  }

  #bestAt(atMs: number): Extract<MarketUpdate, { readonly kind: 'best' }> {
    const tick = 10 ** -this.pair.decimals;
    const price = this.#path.priceAt(this.pair.coin, atMs);
    return {
      kind: 'best',
      symbol: this.pair.symbol,
      updateId: this.#updateId,
      bid: price.toFixed(8),
      ask: (price + tick).toFixed(8),
      bidQuantity: this.#quantity(),
      askQuantity: this.#quantity(),
    };
  }

  #priceAt(atMs: number): string {
    return this.#path.priceAt(this.pair.coin, atMs).toFixed(8);
  }

  #quantity(): string {
    return (this.#chance.whole(1, QUANTITY_MAX) / QUANTITY_UNIT).toFixed(8);
  }
}

/** Points of the path that a candle of the past is made of. */
const SAMPLES = 60;

/** A candle of any length, as far as `untilMs`, from the path that trades follow. */
export function pastCandle(
  pair: SimPair,
  path: SpotPath,
  at: { readonly openAtMs: number; readonly lengthMs: number; readonly untilMs: number },
): SimCandle {
  const stepMs = Math.max(1, Math.floor(at.lengthMs / SAMPLES));
  const prices: number[] = [];
  const endMs = Math.min(at.openAtMs + at.lengthMs, at.untilMs + 1);
  for (let atMs = at.openAtMs; atMs < endMs; atMs += stepMs) {
    prices.push(path.priceAt(pair.coin, atMs));
  }
  const [open = 0] = prices;
  const close = prices.at(-1) ?? open;
  const trades = Math.max(1, Math.round((pair.tradesPerSecond * at.lengthMs) / 1_000));
  const volume = trades / TRADES_PER_ORDER_MAX;
  return {
    symbol: pair.symbol,
    openAtMs: at.openAtMs,
    closeAtMs: at.openAtMs + at.lengthMs - 1,
    open: open.toFixed(8),
    high: Math.max(...prices).toFixed(8),
    low: Math.min(...prices).toFixed(8),
    close: close.toFixed(8),
    volume: volume.toFixed(8),
    quoteVolume: (volume * close).toFixed(8),
    trades,
    firstId: 1,
    lastId: trades,
  };
}
