import { type BinanceHost, hostsOf, MARKET_DATA_ONLY } from '../../data/binance/hosts.ts';
import { KalshiKey, KalshiKeyError } from '../../data/kalshi/sign.ts';
import type { ModelAccess } from '../../data/llm/anthropic-model.ts';
import { DEFAULT_MODEL } from '../../data/llm/prices.ts';
import { type Config, ConfigError } from '../config.ts';
import type { KalshiAccess } from './kalshi-side.ts';
import type { SpotAccess } from './spot-side.ts';

/** Where the settlement prices are unless the environment names another place. */
const SETTLEMENT_URL = 'wss://ws-live-v2.polymarket.com/ws';
const KALSHI_SITE = 'https://kalshi.com';
const KALSHI_API_URL = 'https://external-api.kalshi.com/trade-api/v2';
const KALSHI_WS_URL = 'wss://external-api-ws.kalshi.com/trade-api/ws/v2';

/** Where spot prices are, by the environment. @throws ConfigError */
export function spotAccess({
  binance,
  polymarket,
}: Pick<Config, 'binance' | 'polymarket'>): SpotAccess {
  return {
    hosts: binanceHosts(binance),
    coins: binance.coins,
    settlementUrl: settlementUrl({ polymarket }),
  };
}

/** Where the prices are that Polymarket settles windows about coins by. */
export function settlementUrl({ polymarket }: Pick<Config, 'polymarket'>): string {
  return polymarket.pricesWsUrl ?? SETTLEMENT_URL;
}

/**
 * The hosts of Binance, in the order in which they are tried. Half of an address is refused: prices of
 * one exchange would be filled up with those of another. @throws ConfigError
 */
export function binanceHosts({ wsUrl, apiUrl }: Config['binance']): readonly BinanceHost[] {
  if (wsUrl === null && apiUrl !== null) throw halfSet('BINANCE_WS_URL', 'BINANCE_API_URL');
  if (wsUrl !== null && apiUrl === null) throw halfSet('BINANCE_API_URL', 'BINANCE_WS_URL');
  return hostsOf({
    wsUrl: wsUrl ?? MARKET_DATA_ONLY.wsUrl,
    apiUrl: apiUrl ?? MARKET_DATA_ONLY.apiUrl,
  });
}

/** Where Kalshi is, and with which key, by the environment. @throws ConfigError */
export function kalshiAccess({ kalshi }: Pick<Config, 'kalshi'>): KalshiAccess {
  return {
    apiUrl: kalshi.apiUrl ?? KALSHI_API_URL,
    wsUrl: kalshi.wsUrl ?? KALSHI_WS_URL,
    key: keyOf(kalshi),
    siteUrl: KALSHI_SITE,
  };
}

/** The language model, by the environment; `null` without a key. */
export function modelAccess({ llm }: Pick<Config, 'llm'>): ModelAccess | null {
  const { apiKey, baseUrl, model } = llm;
  return apiKey === null ? null : { apiKey, baseUrl, model: model ?? DEFAULT_MODEL };
}

/** @throws ConfigError */
function keyOf({ keyId, privateKey }: Config['kalshi']): KalshiKey | null {
  if (keyId === null && privateKey === null) return null;
  if (keyId === null) throw halfSet('KALSHI_KEY_ID', 'KALSHI_PRIVATE_KEY');
  if (privateKey === null) throw halfSet('KALSHI_PRIVATE_KEY', 'KALSHI_KEY_ID');
  try {
    return new KalshiKey({ keyId, privateKey });
  } catch (error) {
    if (!(error instanceof KalshiKeyError)) throw error;
    throw new ConfigError(`KALSHI_PRIVATE_KEY: ${error.message}`);
  }
}

function halfSet(missing: string, given: string): ConfigError {
  return new ConfigError(`${missing} is missing beside ${given}: set both, or neither`);
}
