import { PolymarketClient } from '../../../../src/data/polymarket/client/client.ts';
import { type HttpDouble, json, type Reply, type Seen } from '../../../servers/http-double.ts';
import { socketRuntime } from '../../http/virtual-runtime.ts';

/** A client whose every host is the double. */
export function clientOf(double: HttpDouble): PolymarketClient {
  const { url } = double;
  const hosts = {
    gammaUrl: url,
    clobUrl: url,
    dataUrl: `${url}/`,
    geoblockUrl: `${url}/api/geoblock`,
  };
  return new PolymarketClient(hosts, socketRuntime());
}

/** A condition id that differs in its first digits. */
export function conditionOf(at: number): string {
  return `0x${at.toString(16).padStart(64, '0')}`;
}

/** A market as Gamma lists it. */
export function gammaMarket(at: number, changes: object = {}): object {
  return {
    id: String(at),
    conditionId: conditionOf(at),
    question: `Will it be ${at}?`,
    slug: `will-it-be-${at}`,
    outcomes: '["Yes","No"]',
    clobTokenIds: JSON.stringify([String(at * 10 + 1), String(at * 10 + 2)]),
    outcomePrices: '["0.4","0.6"]',
    closed: false,
    acceptingOrders: true,
    orderPriceMinTickSize: 0.01,
    orderMinSize: 5,
    ...changes,
  };
}

/** A book as the CLOB sends it. */
export function bookOf(tokenId: string): object {
  return {
    market: conditionOf(1),
    asset_id: tokenId,
    timestamp: '1790766966313',
    hash: 'e3410359d714',
    bids: [{ price: '0.01', size: '100' }],
    asks: [{ price: '0.99', size: '50' }],
    min_order_size: '5',
    tick_size: '0.01',
    neg_risk: false,
    last_trade_price: '',
  };
}

export const WALLET = `0x${'a1'.repeat(20)}`;

/** A row of Data API v2 activity; rows with the same arguments are equal. */
export function activityRow(seconds: number, transaction = 1, changes: object = {}): object {
  return {
    proxy_wallet: WALLET,
    timestamp: seconds,
    condition_id: conditionOf(1),
    type: 'TRADE',
    size: 10,
    usdc_size: 5,
    transaction_hash: `0x${transaction.toString(16).padStart(64, '0')}`,
    price: 0.5,
    token_id: '11',
    side: 'BUY',
    outcome_index: 0,
    title: 'Will it be?',
    slug: 'will-it-be',
    event_slug: '',
    ...changes,
  };
}

/** Pages in order, found by their cursor `page-<n>`. */
export function paged(pages: readonly (readonly object[])[]): (seen: Seen) => Reply {
  return ({ query }) => {
    const at = Number(query.get('cursor')?.slice('page-'.length) ?? 0);
    const hasMore = at + 1 < pages.length;
    return json({
      data: pages[at],
      pagination: { has_more: hasMore, next_cursor: hasMore ? `page-${at + 1}` : null },
    });
  };
}
