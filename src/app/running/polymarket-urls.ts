import type { Config } from '../config.ts';
import type { PolymarketUrls } from './polymarket-feeds.ts';

/** The venue's pages, for links in messages. */
export const POLYMARKET_SITE = 'https://polymarket.com';

/** Where the venue is unless the environment names another place. */
const DEFAULTS: PolymarketUrls = {
  gammaUrl: 'https://gamma-api.polymarket.com',
  clobUrl: 'https://clob.polymarket.com',
  dataUrl: 'https://data-api.polymarket.com',
  wsUrl: 'wss://ws-subscriptions-clob.polymarket.com',
  rtdsUrl: 'wss://ws-live-data.polymarket.com',
  geoblockUrl: `${POLYMARKET_SITE}/api/geoblock`,
};

const RELAYER_URL = 'https://relayer-v2.polymarket.com';

export function polymarketUrls({
  polymarket,
  polygon,
}: Pick<Config, 'polymarket' | 'polygon'>): PolymarketUrls {
  return {
    gammaUrl: polymarket.gammaUrl ?? DEFAULTS.gammaUrl,
    clobUrl: polymarket.clobUrl ?? DEFAULTS.clobUrl,
    dataUrl: polymarket.dataUrl ?? DEFAULTS.dataUrl,
    wsUrl: polymarket.wsUrl ?? DEFAULTS.wsUrl,
    rtdsUrl: polymarket.rtdsUrl ?? DEFAULTS.rtdsUrl,
    geoblockUrl: polymarket.geoblockUrl ?? DEFAULTS.geoblockUrl,
    chainUrl: polygon.wsUrl,
  };
}

/** The venue's relayer, and the key that it lets this installation in with. */
export function relayerAccess({ polymarket }: Pick<Config, 'polymarket'>): {
  readonly url: string;
  readonly apiKey: string | null;
} {
  return { url: polymarket.relayerUrl ?? RELAYER_URL, apiKey: polymarket.relayerKey };
}
