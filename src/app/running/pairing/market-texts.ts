import type { KalshiListing } from '../../../data/kalshi/parse-market.ts';
import type { Row } from '../../../data/parsed.ts';
import type { Market } from '../../../engine/domain/market.ts';
import { termsOf } from '../../../engine/domain/market-terms.ts';
import type { MarketText } from '../../../engine/intelligence/normalizer/contract.ts';

/** A market of Polymarket as its list words it. */
export function polymarketTextOf(row: Row, market: Market): MarketText {
  const source = textOf(row['resolutionSource']);
  return {
    venue: 'polymarket',
    id: market.id,
    title: market.question,
    subTitle: textOf(row['groupItemTitle']),
    eventTitle: null,
    eventTicker: null,
    slug: market.slug === '' ? null : market.slug,
    outcomes: market.outcomes.map(({ label }) => label),
    rules: rulesOf(row),
    strike: null,
    sources: source === null ? [] : [source],
    earlyClose: null,
    opensAtMs: market.startsAtMs,
    closesAtMs: market.closesAtMs,
  };
}

/** What a market of Polymarket resolves by; `null` where its list has no text. */
export function rulesOf(row: Row): string | null {
  return textOf(row['description']);
}

/** A market of Kalshi as its list words it. */
export function kalshiTextOf({ terms }: Pick<KalshiListing, 'terms'>): MarketText {
  const { strike, earlyCloseCondition } = terms;
  const rules = [terms.rulesPrimary, terms.rulesSecondary].filter((part) => part.trim() !== '');
  return {
    venue: 'kalshi',
    id: terms.marketId,
    title: terms.title,
    subTitle: textOf(terms.yesSubTitle),
    eventTitle: terms.eventTitle,
    eventTicker: terms.eventTicker,
    slug: null,
    outcomes: ['Yes', 'No'],
    rules: rules.length === 0 ? null : rules.join('\n'),
    strike: strike === null ? null : { type: strike.type, floor: strike.floor, cap: strike.cap },
    sources: terms.settlementSources.map(({ name }) => name),
    earlyClose: textOf(earlyCloseCondition),
    opensAtMs: terms.opensAtMs,
    closesAtMs: terms.closesAtMs,
  };
}

/** By which an edit of the rules is known; `null` where there is no text. */
export function textHashOf({ rules }: MarketText): string | null {
  return termsOf({ source: null, text: rules })?.textHash ?? null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
