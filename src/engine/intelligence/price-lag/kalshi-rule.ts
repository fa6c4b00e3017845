import type { CryptoRuleTerms, RuleReading, SettlementSource } from '../../domain/crypto-rule.ts';
import type { KalshiStrike, KalshiTerms } from '../../domain/kalshi-terms.ts';
import { type AtMs, MINUTE_MS } from '../../domain/time.ts';
import { coinOf } from './coins.ts';
import { easternAtMs, monthOf } from './eastern-time.ts';
import { no, yes } from './rule-words.ts';

/** What of a market's terms its rule is read from. */
export type KalshiRuleTerms = Pick<
  KalshiTerms,
  'marketId' | 'strike' | 'opensAtMs' | 'closesAtMs' | 'rulesPrimary' | 'rulesSecondary'
>;

/** Coin, family (`15M`, `D` or none) and the close in New York: `26FEB202115`, `26MAY0923`. */
const TICKER = /^KX([A-Z]{3,4}?)(15M|D)?-(\d{2})([A-Z]{3})(\d{2})(\d{2})(\d{2})?(?:-|$)/;
/** The text must say the averaging that the formulas have. */
const SIXTY_SECONDS = /\b(?:sixty|60) (?:seconds|RTI prices)/i;
const INDEX = /CF Benchmarks/i;
const QUARTER_MS = 15 * MINUTE_MS;
const MEAN: SettlementSource = { kind: 'kalshiMean60' };

/**
 * The rule of a Kalshi crypto market: the mean of 60 one-second values of CF Benchmarks' index before
 * the close, against its strikes. Families for highs and lows of a period are not read: their trigger is
 * not settled.
 */
export function readKalshiRule(terms: KalshiRuleTerms): RuleReading {
  const { marketId: ticker, closesAtMs, strike } = terms;
  const match = TICKER.exec(ticker);
  if (match === null) return no('shapeUnknown', ticker);
  const symbol = coinOf(match[1] ?? '');
  if (symbol === null) return no('symbolUnknown', match[1] ?? '');
  if (closeOf(match) !== closesAtMs) return no('windowUnclear', ticker);
  const text = `${terms.rulesPrimary} ${terms.rulesSecondary}`;
  if (text.trim() === '') return no('rulesTextNeeded', ticker);
  if (!SIXTY_SECONDS.test(text) || !INDEX.test(text)) return no('sourceUnclear', 'the rules text');
  if (strike === null) return no('strikeUnclear', ticker);
  const shared = { symbol, source: MEAN, closesAtMs };
  return match[2] === '15M' ? quarter(terms, strike, shared) : strikes(ticker, strike, shared);
}

/** Up or down in a quarter of an hour; its strike is there once it opened. */
function quarter(
  { opensAtMs, closesAtMs, marketId }: KalshiRuleTerms,
  { type, floor }: KalshiStrike,
  shared: CryptoRuleTerms,
): RuleReading {
  if (opensAtMs === null || closesAtMs - opensAtMs !== QUARTER_MS) {
    return no('windowUnclear', marketId);
  }
  if (type !== 'greater_or_equal') return no('shapeUnknown', type);
  return yes({ ...shared, kind: 'upDown', opensAtMs, strike: priceOf(floor), tie: 'up' });
}

function strikes(ticker: string, strike: KalshiStrike, shared: CryptoRuleTerms): RuleReading {
  const [floor, cap] = [priceOf(strike.floor), priceOf(strike.cap)];
  const unclear = no('strikeUnclear', ticker);
  const inclusive = strike.type === 'greater_or_equal' || strike.type === 'less_or_equal';
  switch (strike.type) {
    case 'greater':
    case 'greater_or_equal':
      if (floor === null) return unclear;
      return yes({ ...shared, kind: 'threshold', direction: 'above', strike: floor, inclusive });
    case 'less':
    case 'less_or_equal':
      if (cap === null) return unclear;
      return yes({ ...shared, kind: 'threshold', direction: 'below', strike: cap, inclusive });
    case 'between': {
      if (floor === null || cap === null || floor >= cap) return unclear;
      const both = { floorInclusive: true, capInclusive: true };
      return yes({ ...shared, kind: 'range', floor, cap, ...both });
    }
    default:
      return no('shapeUnknown', strike.type);
  }
}

/** Dollars of the venue's text; `null` for none, and for the nothing that stands before it is known. */
function priceOf(text: string | null): number | null {
  const value = text === null ? Number.NaN : Number(text);
  return Number.isFinite(value) && value > 0 ? value : null;
}

function closeOf(match: RegExpExecArray): AtMs | null {
  const month = monthOf(match[4] ?? '');
  if (month === null) return null;
  return easternAtMs({
    year: 2_000 + Number(match[3]),
    month,
    day: Number(match[5]),
    hour: Number(match[6]),
    minute: Number(match[7] ?? 0),
  });
}
