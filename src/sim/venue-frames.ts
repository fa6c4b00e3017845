import type { SimLevel, SimMarket } from './sim-market.ts';

/** One frame as the venue sends it, and the tape's name of its source. */
export interface SimFrame {
  readonly source: string;
  readonly frame: unknown;
}

/** What one leader did, once, as the venue knows it. Prices and quantities in micro-units. */
export interface LeaderRow {
  readonly wallet: string;
  readonly type: 'TRADE' | 'SPLIT' | 'MERGE' | 'REDEEM' | 'CONVERSION';
  readonly side: 'BUY' | 'SELL' | '';
  readonly market: SimMarket;
  readonly outcome: number;
  readonly quantity: number;
  readonly price: number;
  readonly transaction: string;
  /** Whole seconds, as the venue tells it. */
  readonly atSeconds: number;
}

const MICRO = 1_000_000;

function decimal(micro: number): string {
  return String(micro / MICRO);
}

function levels(side: readonly SimLevel[]): readonly { price: string; size: string }[] {
  return side.map(({ price, size }) => ({ price: decimal(price), size: decimal(size) }));
}

/** Gamma's market object. */
export function listingFrame(market: SimMarket): SimFrame {
  const outcomes = market.tokenIds.map((_, index) =>
    index === 0 ? 'Yes' : index === 1 ? 'No' : 'Tie',
  );
  return {
    source: 'polymarket.markets',
    frame: {
      id: market.conditionId.slice(2, 10),
      version: 'v1',
      question: market.question,
      conditionId: market.conditionId,
      slug: market.conditionId.slice(2, 12),
      outcomes: JSON.stringify(outcomes),
      outcomePrices: JSON.stringify(outcomes.map(() => '0.5')),
      clobTokenIds: JSON.stringify(market.tokenIds),
      active: true,
      closed: false,
      acceptingOrders: true,
      enableOrderBook: true,
      negRisk: false,
      orderPriceMinTickSize: market.tick / MICRO,
      orderMinSize: 5,
      endDate: new Date(market.closesAtMs).toISOString(),
      feesEnabled: market.feeRate > 0,
      feeSchedule: { rate: market.feeRate, exponent: 1, takerOnly: true, rebateRate: 0.2 },
      volume24hr: 50_000,
      oneDayPriceChange: 0.012,
      oneWeekPriceChange: -0.03,
      description: `This market pays what ${market.question} turns out to be.`,
      resolutionSource: '',
      events: [{ id: market.eventSlug, slug: market.eventSlug, title: market.eventSlug }],
      tags: [{ id: '1', label: market.category, slug: market.category }],
    },
  };
}

/** CLOB `/books`: the books of all outcomes in one answer. */
export function bookFrame(market: SimMarket, atMs: number): SimFrame {
  const frame = market.tokenIds.map((tokenId, outcome) => {
    const book = market.book(outcome);
    return {
      market: market.conditionId,
      asset_id: tokenId,
      timestamp: String(atMs),
      bids: levels(book.bids),
      asks: levels(book.asks),
      min_order_size: '5',
      tick_size: decimal(market.tick),
      neg_risk: false,
    };
  });
  return { source: 'polymarket.book', frame };
}

/** RTDS `activity`: one row of one wallet. */
export function rtdsFrame(row: LeaderRow, atMs: number): SimFrame {
  const { market, outcome } = row;
  const payload = {
    proxyWallet: row.wallet,
    side: row.side,
    size: row.quantity / MICRO,
    price: row.price / MICRO,
    asset: market.tokenIds[outcome],
    outcome: String(outcome),
    outcomeIndex: outcome,
    conditionId: market.conditionId,
    slug: market.eventSlug,
    eventSlug: market.eventSlug,
    title: market.question,
    timestamp: row.atSeconds,
    transactionHash: row.transaction,
  };
  return {
    source: 'polymarket.activity',
    frame: { topic: 'activity', type: 'trades', timestamp: atMs, payload },
  };
}

/** Data API v2 `/activity`: a page, newest last. */
export function activityPage(rows: readonly LeaderRow[]): SimFrame {
  const data = rows.map((row) => ({
    proxy_wallet: row.wallet,
    type: row.type,
    side: row.side,
    condition_id: row.market.conditionId,
    token_id: row.type === 'TRADE' ? row.market.tokenIds[row.outcome] : '',
    outcome_index: row.type === 'TRADE' ? row.outcome : 999,
    size: row.quantity / MICRO,
    usdc_size: Math.floor((row.quantity * row.price) / MICRO) / MICRO,
    price: row.type === 'TRADE' ? row.price / MICRO : 0,
    timestamp: row.atSeconds,
    transaction_hash: row.transaction,
    title: row.market.question,
    slug: row.market.eventSlug,
    event_slug: row.market.eventSlug,
  }));
  return {
    source: 'polymarket.data-activity',
    frame: {
      data,
      pagination: { limit: data.length, offset: 0, has_more: false, next_cursor: null },
    },
  };
}

/** `market_resolved` where one outcome won; Gamma's closed market where the market is void. */
export function resolutionFrame(market: SimMarket, atMs: number): SimFrame {
  const winner = market.payouts.indexOf(1);
  if (winner < 0) {
    const { source, frame } = listingFrame(market);
    const closed = { closed: true, active: false, acceptingOrders: false };
    const outcomePrices = JSON.stringify(market.payouts.map(String));
    const resolved = { umaResolutionStatus: 'resolved', outcomePrices };
    return { source, frame: { ...(frame as object), ...closed, ...resolved } };
  }
  return {
    source: 'polymarket.market',
    frame: {
      event_type: 'market_resolved',
      id: market.conditionId.slice(2, 10),
      market: market.conditionId,
      assets_ids: market.tokenIds,
      winning_asset_id: market.tokenIds[winner],
      winning_outcome: String(winner),
      timestamp: String(atMs),
      tags: [],
    },
  };
}
