/** One way to Binance's public prices. */
export interface BinanceHost {
  /** For people. */
  readonly name: string;
  /** Root of its streams, such as `wss://data-stream.binance.vision`. */
  readonly wsUrl: string;
  /** Root of its requests, such as `https://data-api.binance.vision`. */
  readonly apiUrl: string;
  /** The exchange behind it: hosts of one exchange share the ids of trades and updates. */
  readonly exchange: string;
}

/** No account is behind it and nothing but prices is served: the default. */
export const MARKET_DATA_ONLY: BinanceHost = {
  name: 'data.binance.vision',
  wsUrl: 'wss://data-stream.binance.vision',
  apiUrl: 'https://data-api.binance.vision',
  exchange: 'binance.com',
};

export const BINANCE_COM: BinanceHost = {
  name: 'binance.com',
  wsUrl: 'wss://stream.binance.com:9443',
  apiUrl: 'https://api.binance.com',
  exchange: 'binance.com',
};

/** Another exchange with thin books: better than no price, where binance.com does not serve. */
export const BINANCE_US: BinanceHost = {
  name: 'binance.us',
  wsUrl: 'wss://stream.binance.us:9443',
  apiUrl: 'https://api.binance.us',
  exchange: 'binance.us',
};

/** In the order in which they are tried. */
const KNOWN: readonly BinanceHost[] = [MARKET_DATA_ONLY, BINANCE_COM, BINANCE_US];

/**
 * The hosts to try, in order. Known addresses have the other known hosts behind them; who names an
 * address of their own gets that one alone.
 */
export function hostsOf(urls: {
  readonly wsUrl: string;
  readonly apiUrl: string;
}): readonly BinanceHost[] {
  const wsUrl = urls.wsUrl.replace(/\/+$/, '');
  const apiUrl = urls.apiUrl.replace(/\/+$/, '');
  const first = KNOWN.find((host) => host.wsUrl === wsUrl && host.apiUrl === apiUrl);
  if (first !== undefined) return [first, ...KNOWN.filter((host) => host !== first)];
  return [{ name: new URL(wsUrl).host, wsUrl, apiUrl, exchange: new URL(wsUrl).host }];
}
