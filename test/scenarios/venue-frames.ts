import { decimalFromMicro, MICRO } from '../../src/engine/domain/values/micro.ts';
import { kalshiBook, kalshiListing, tickerOf } from './kalshi-frames.ts';

/** A market as a story knows it; ids follow from its place in the story. */
export interface StoryMarket {
  readonly name: string;
  readonly place: number;
  readonly outcomes: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}

/** One frame as a venue would send it, and the tape's name of its source. */
export interface VenueFrame {
  readonly source: string;
  readonly frame: unknown;
}

export interface Side {
  readonly price: string;
  readonly size: string;
}

const DAY_MS = 86_400_000;

type Placed = Pick<StoryMarket, 'place'> & Partial<Pick<StoryMarket, 'options'>>;

export function conditionOf({ place, ...of }: Placed): string {
  return tickerOf(of) ?? `0x${place.toString(16).padStart(64, '0')}`;
}

export function tokenOf({ place, ...of }: Placed, outcome: number): string {
  const ticker = tickerOf(of);
  if (ticker !== null) return `${ticker}:${outcome === 0 ? 'yes' : 'no'}`;
  return String(place * 100 + outcome + 1);
}

export function walletOf(name: string): string {
  const hex = Buffer.from(name).toString('hex').slice(0, 40);
  return `0x${hex.padStart(40, '0')}`;
}

export function transactionOf(number: number): string {
  return `0x${number.toString(16).padStart(64, '0')}`;
}

/** `90s`, `250ms`, `30m`, `2h` or `5d` in milliseconds. */
export function durationMs(text: string): number {
  const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: DAY_MS };
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  const unitMs = units[match?.[2] as keyof typeof units];
  if (match === null || unitMs === undefined) throw new Error(`no duration: ${text}`);
  return Number(match[1]) * unitMs;
}

/** Gamma's market object. `payouts` resolves it: one dollar and zeros, or halves. */
export function listing(
  market: StoryMarket,
  atMs: number,
  payouts: readonly string[] | null,
): VenueFrame {
  const { name, outcomes, options } = market;
  const option = (key: string, initial: string): string => options.get(key) ?? initial;
  const closes = option('closes', '30d');
  const ticker = tickerOf(market);
  if (ticker !== null) {
    const closesAtMs = atMs + durationMs(closes);
    return kalshiListing(market, { ticker, closesAtMs, atMs, payouts });
  }
  const fee = Number(option('fee', '0'));
  const stage = option('stage', '');
  const frame = {
    conditionId: conditionOf(market),
    question: option('question', name).replaceAll('_', ' '),
    slug: option('slug', name),
    outcomes,
    clobTokenIds: outcomes.map((_, at) => tokenOf(market, at)),
    ...(stage === '' ? {} : { umaResolutionStatus: stage }),
    ...(payouts === null ? {} : { outcomePrices: payouts, umaResolutionStatus: 'resolved' }),
    closed: payouts !== null || option('closed', 'no') === 'yes',
    acceptingOrders: option('accepting', 'yes') === 'yes',
    orderPriceMinTickSize: Number(option('tick', '0.01')),
    orderMinSize: Number(option('min', '5')),
    secondsDelay: durationMs(option('delay', '0s')) / 1_000,
    feesEnabled: fee > 0,
    ...(fee > 0 ? { feeSchedule: { rate: fee / 100, exponent: 1 } } : {}),
    ...(closes === 'never' ? {} : { endDate: new Date(atMs + durationMs(closes)).toISOString() }),
    volume24hr: Number(option('volume', '50000')),
    ...numberOr('oneDayPriceChange', option('dayMove', '0.01')),
    ...numberOr('oneWeekPriceChange', option('weekMove', '0.03')),
    ...(option('rules', '') === 'none'
      ? {}
      : { description: option('rules', 'Pays_if_it_rains.').replaceAll('_', ' ') }),
    resolutionSource: option('source', ''),
    tags: option('tags', 'sport').split('/'),
    events: [{ slug: option('group', name) }],
  };
  return { source: 'polymarket.markets', frame };
}

/** The field, unless the story says that the venue does not tell it. */
function numberOr(field: string, text: string): Record<string, number> {
  return text === 'none' ? {} : { [field]: Number(text) };
}

/** `0.48x1000` pairs. */
export function sides(words: readonly string[]): readonly Side[] {
  return words.map((word) => {
    const [price, size] = word.split('x');
    if (price === undefined || size === undefined) throw new Error(`no level: ${word}`);
    return { price, size };
  });
}

/** A whole book: from the stream, or as a poll answers it. */
export function book(
  of: { readonly market: StoryMarket; readonly outcome: number; readonly polled: boolean },
  levels: { readonly bids: readonly Side[]; readonly asks: readonly Side[] },
  atMs: number,
): VenueFrame {
  const ticker = tickerOf(of.market);
  if (ticker !== null) return kalshiBook(ticker, levels, atMs);
  const row = {
    ...(of.polled ? {} : { event_type: 'book' }),
    market: conditionOf(of.market),
    asset_id: tokenOf(of.market, of.outcome),
    timestamp: String(atMs),
    ...levels,
  };
  return of.polled
    ? { source: 'polymarket.book', frame: row }
    : { source: 'polymarket.market', frame: row };
}

/** One level of one token became another size. */
export function levelChange(
  of: { readonly market: StoryMarket; readonly outcome: number; readonly side: 'bid' | 'ask' },
  { price, size }: Side,
  atMs: number,
): VenueFrame {
  const side = of.side === 'bid' ? 'BUY' : 'SELL';
  const frame = {
    event_type: 'price_change',
    market: conditionOf(of.market),
    timestamp: String(atMs),
    price_changes: [{ asset_id: tokenOf(of.market, of.outcome), side, price, size }],
  };
  return { source: 'polymarket.market', frame };
}

export function tickChange(market: StoryMarket, tick: string, atMs: number): VenueFrame {
  const frame = {
    event_type: 'tick_size_change',
    market: conditionOf(market),
    asset_id: tokenOf(market, 0),
    old_tick_size: '0.01',
    new_tick_size: tick,
    timestamp: String(atMs),
  };
  return { source: 'polymarket.market', frame };
}

export interface LeaderRow {
  readonly wallet: string;
  readonly kind: 'buy' | 'sell' | 'split' | 'merge' | 'redeem' | 'conversion';
  readonly market: StoryMarket;
  /** Outcome of a buy or a sell. */
  readonly outcome: number;
  readonly quantity: number;
  readonly price: number;
  readonly transaction: number;
  readonly tradedAtMs: number;
}

/** The row as the trade streams send it. */
export function streamed(row: LeaderRow, type: 'trades' | 'orders_matched'): VenueFrame {
  const payload = {
    proxyWallet: row.wallet,
    side: row.kind === 'buy' ? 'BUY' : 'SELL',
    asset: tokenOf(row.market, row.outcome),
    conditionId: conditionOf(row.market),
    size: row.quantity,
    price: row.price,
    timestamp: Math.floor(row.tradedAtMs / 1_000),
    transactionHash: transactionOf(row.transaction),
  };
  return { source: 'polymarket.activity', frame: { topic: 'activity', type, payload } };
}

/** The rows as one page of the Data API; equal ones are true twins. */
export function listed(rows: readonly LeaderRow[]): VenueFrame {
  return { source: 'polymarket.data-activity', frame: rows.map(listedRow) };
}

function listedRow(row: LeaderRow): unknown {
  const trade = row.kind === 'buy' || row.kind === 'sell';
  const details = {
    type: 'TRADE',
    side: row.kind.toUpperCase(),
    price: row.price,
    token_id: tokenOf(row.market, row.outcome),
  };
  return {
    proxy_wallet: row.wallet,
    timestamp: Math.floor(row.tradedAtMs / 1_000),
    condition_id: conditionOf(row.market),
    transaction_hash: transactionOf(row.transaction),
    size: row.quantity,
    ...(trade ? details : { type: row.kind.toUpperCase() }),
  };
}

/** Micro-units as a person writes them. */
export function plain(micro: number): string {
  return decimalFromMicro(micro);
}

/** What one outcome pays for each side of `1/0` or `0.5/0.5`. */
export function payoutTexts(text: string): readonly string[] {
  return text.split('/').map((part) => decimalFromMicro(Math.round(Number(part) * MICRO)));
}
