/** Of what stands beside copying, where nobody listens: a test never asks the real ones. */
export const NO_OTHER_VENUES = {
  BINANCE_WS_URL: 'ws://127.0.0.1:9',
  BINANCE_API_URL: 'http://127.0.0.1:9',
  POLYMARKET_PRICES_WS_URL: 'ws://127.0.0.1:9',
  KALSHI_API_URL: 'http://127.0.0.1:9/trade-api/v2',
  KALSHI_WS_URL: 'ws://127.0.0.1:9/trade-api/ws/v2',
} as const;
