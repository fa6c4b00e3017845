import { eventRow, marketRow, seriesRow } from '../data/kalshi/frames.ts';
import type { Side, StoryMarket, VenueFrame } from './venue-frames.ts';

const OPENED_MS = 86_400_000;
const SERIES = /^[A-Z0-9]+/;
const EVENT = /^[^-]+-[^-]+/;

type Named = Pick<StoryMarket, 'options'>;

/** The ticker of a story's market at Kalshi; `null` for one of Polymarket. */
export function tickerOf({ options }: Partial<Named>): string | null {
  return options?.get('kalshi') ?? null;
}

/** The venue's row of a threshold or window, with its event and series as our feeds pass it on. */
export function kalshiListing(
  { options }: Named,
  {
    ticker,
    closesAtMs,
    atMs,
    payouts,
  }: Readonly<Record<'closesAtMs' | 'atMs', number>> & {
    readonly ticker: string;
    readonly payouts: readonly string[] | null;
  },
): VenueFrame {
  const series_ticker = SERIES.exec(ticker)?.[0] ?? '';
  const event_ticker = EVENT.exec(ticker)?.[0] ?? '';
  const strike = options.get('strike') ?? 'none';
  const openedMs = Number(options.get('minutes') ?? OPENED_MS / 60_000) * 60_000;
  const frame = {
    ...marketRow({
      ...{ ticker, event_ticker, strike_type: options.get('type') ?? 'greater' },
      floor_strike: strike === 'none' ? null : Number(strike),
      title: options.get('question')?.replaceAll('_', ' ') ?? ticker,
      open_time: new Date(closesAtMs - openedMs).toISOString(),
      close_time: new Date(closesAtMs).toISOString(),
      expected_expiration_time: new Date(closesAtMs + 300_000).toISOString(),
      ...(payouts === null ? {} : settled(payouts[0] ?? '0')),
      price_ranges: [{ start: '0.0000', end: '1.0000', step: '0.0100' }],
      ...(options.has('waived') ? { fee_waiver_expiration_time: options.get('waived') } : {}),
    }),
    event: eventRow({ event_ticker, series_ticker }),
    series: seriesRow({ ticker: series_ticker, fee_multiplier: Number(options.get('fee') ?? 1) }),
    at_ms: atMs,
  };
  return { source: 'kalshi.markets', frame };
}

function settled(paid: string) {
  const result = paid === '1' ? 'yes' : paid === '0' ? 'no' : 'scalar';
  return { status: 'finalized', result, settlement_value_dollars: Number(paid).toFixed(4) };
}

/** A whole book of the yes side, as it is asked for. */
export function kalshiBook(
  ticker: string,
  { bids, asks }: { readonly bids: readonly Side[]; readonly asks: readonly Side[] },
  atMs: number,
): VenueFrame {
  const rung = (price: number, size: string) => [price.toFixed(4), Number(size).toFixed(2)];
  const book = {
    yes_dollars: bids.map(({ price, size }) => rung(Number(price), size)).reverse(),
    no_dollars: asks.map(({ price, size }) => rung(1 - Number(price), size)).reverse(),
  };
  return { source: 'kalshi.book', frame: { ticker, orderbook_fp: book, at_ms: atMs } };
}

/** What the index says that Bitcoin's markets settle by. */
export function kalshiIndex(price: number, atMs: number): VenueFrame {
  const data = JSON.stringify({ id: 'BRTI', value: price.toFixed(2), time: atMs });
  const frame = { type: 'cfbenchmarks_value', sid: 1, msg: { index_id: 'BRTI', data } };
  return { source: 'kalshi.stream', frame };
}
