import type { NoRule, RuleReading } from '../../domain/crypto-rule.ts';
import type { TokenId } from '../../domain/ids.ts';
import type { Market } from '../../domain/market.ts';
import { readTerminal } from './polymarket-terminal.ts';
import { readTouch } from './polymarket-touch.ts';
import { readDaily, readHourly, readWindow } from './polymarket-window.ts';
import { no, type RuleWords } from './rule-words.ts';

/** A rule and the tokens of its two sides. */
export type MarketRule =
  | (Extract<RuleReading, { ok: true }> & { readonly yes: TokenId; readonly no: TokenId })
  | { readonly ok: false; readonly reason: NoRule; readonly found: string };

/** Labels of the side that pays when the claim comes true, and of the other one. */
const SIDES: readonly (readonly [string, string])[] = [
  ['yes', 'no'],
  ['up', 'down'],
];

/** Each reads one shape, or says that it is another one. */
const SHAPES = [readWindow, readHourly, readDaily, readTerminal, readTouch] as const;

/**
 * The rule of a Polymarket market, from its slug, question, times and named source, and from its rules
 * text where that is there. What these do not say for certain gives no rule, and why.
 */
export function readPolymarketRule(market: Market, rulesText: string | null = null): MarketRule {
  const words: RuleWords = {
    slug: market.slug,
    question: market.question.trim(),
    closesAtMs: market.closesAtMs,
    source: market.terms?.source ?? null,
    text: rulesText,
  };
  for (const shape of SHAPES) {
    const reading = shape(words);
    if (reading === null) continue;
    return reading.ok ? withSides(reading, market) : reading;
  }
  return no('shapeUnknown', market.slug);
}

/** The tokens of the side that pays when the claim comes true, and of the other one. */
export function withSides(reading: Extract<RuleReading, { ok: true }>, market: Market): MarketRule {
  const [a, b] = market.outcomes;
  if (a === undefined || b === undefined || market.outcomes.length !== 2) {
    return no('sidesUnclear', `${market.outcomes.length} sides`);
  }
  const labels = [a.label.toLowerCase(), b.label.toLowerCase()];
  for (const [first, second] of SIDES) {
    if (labels[0] === first && labels[1] === second) {
      return { ...reading, yes: a.tokenId, no: b.tokenId };
    }
    if (labels[0] === second && labels[1] === first) {
      return { ...reading, yes: b.tokenId, no: a.tokenId };
    }
  }
  return no('sidesUnclear', labels.join(' and '));
}
