import type { KalshiTerms } from '../../domain/kalshi-terms.ts';
import type { MarketListed } from '../../domain/market-event.ts';
import { KALSHI_DEFAULT_FEE } from '../../domain/venue-rules/kalshi.ts';
import { readKalshiRule } from './kalshi-rule.ts';
import type { LagMarket } from './lag-watch.ts';
import { type MarketRule, readPolymarketRule, withSides } from './polymarket-rule.ts';
import { no } from './rule-words.ts';

/** What a listing tells of a market's rule. */
export type Listed = Pick<MarketListed, 'market' | 'rulesText' | 'terms'>;

/** Whether a listing tells its rule at all: a shorter one says nothing new of a market that is known. */
export function tellsRule({ rulesText, terms }: Listed): boolean {
  return rulesText !== undefined || terms !== undefined;
}

/** The rule of a listed market by its venue's own words; why there is none, where they say too little. */
export function readListedRule({ market, rulesText, terms }: Listed): MarketRule {
  if (market.venue === 'polymarket') return readPolymarketRule(market, rulesText ?? null);
  if (terms === undefined) return no('rulesTextNeeded', market.id);
  if (terms.kind !== 'binary' || terms.isCombo) return no('shapeUnknown', market.id);
  const reading = readKalshiRule(terms);
  return reading.ok ? withSides(reading, market) : reading;
}

/** A market as lags are looked for in it; `null` without a rule that can be read. */
export function lagMarketOf(listed: Listed): LagMarket | null {
  const { market, terms } = listed;
  const reading = readListedRule(listed);
  if (!reading.ok) return null;
  const { rule, yes, no } = reading;
  const fee = terms === undefined ? market.rules.fee : chargeOf(terms);
  return { marketId: market.id, rule, yes, no, fee };
}

function chargeOf({ fee, feeWaivedUntilMs }: KalshiTerms): LagMarket['fee'] {
  // Until its series was read: what most series charge.
  return { venue: 'kalshi', fee: fee ?? KALSHI_DEFAULT_FEE, waivedUntilMs: feeWaivedUntilMs };
}
