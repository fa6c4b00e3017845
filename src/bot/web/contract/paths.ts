/**
 * Where things are, for both sides: the only file of the contract with values that a browser loads.
 * All others are imported there as types.
 */
export const PATHS = {
  session: '/api/session',
  command: '/api/command',
  preview: '/api/preview',
  tap: '/api/tap',
  live: '/api/live',
  overview: '/api/overview',
  overviewCurve: '/api/overview/curve',
  wallets: '/api/wallets',
  wallet: '/api/wallets/:address',
  filters: '/api/filters',
  markets: '/api/markets',
  limits: '/api/limits',
  positions: '/api/positions',
  orders: '/api/orders',
  order: '/api/orders/:id',
  decisions: '/api/decisions',
  decision: '/api/decisions/:id',
  opportunities: '/api/arbitrage/opportunities',
  arbitrageHistory: '/api/arbitrage/history',
  strategies: '/api/arbitrage/strategies',
  pairs: '/api/arbitrage/pairs',
  lags: '/api/arbitrage/lags',
  kalshi: '/api/kalshi',
  audit: '/api/audit',
} as const;

/** Behind `#` of a link that lets in: `#in=CODE` once, `#host=KEY` at this machine. */
export const FRAGMENTS = { link: 'in', host: 'host' } as const;

/** Names of the events of `/api/live`. */
export const LIVE_EVENTS = { snapshot: 'snapshot', delta: 'delta' } as const;

/** Longest silence on `/api/live` before a comment is sent, ms. */
export const PING_MS = 15_000;
