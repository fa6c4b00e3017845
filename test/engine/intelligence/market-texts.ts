import type { MarketText } from '../../../src/engine/intelligence/normalizer/contract.ts';

const NOTHING = {
  subTitle: null,
  eventTitle: null,
  slug: null,
  rules: null,
  strike: null,
  sources: [],
  earlyClose: null,
  opensAtMs: null,
  closesAtMs: null,
} as const;

/** A market as Polymarket words it. */
export function onPolymarket(title: string, more: Partial<MarketText> = {}): MarketText {
  const outcomes = ['Yes', 'No'];
  return {
    ...NOTHING,
    venue: 'polymarket',
    id: title,
    title,
    eventTicker: null,
    outcomes,
    ...more,
  };
}

/** A market as Kalshi words it: ticker, title, yes side. */
export function onKalshi(
  ticker: string,
  title: string,
  more: Partial<MarketText> = {},
): MarketText {
  const eventTicker = ticker.split('-').slice(0, -1).join('-');
  return {
    ...NOTHING,
    venue: 'kalshi',
    id: ticker,
    title,
    eventTicker,
    outcomes: ['Yes', 'No'],
    ...more,
  };
}
