import type { MarketAnalysis, RiskConcern, Volatility } from '../domain/market-analysis.ts';
import { MICRO, mulDiv } from '../domain/values/micro.ts';
import type { Money, Price } from '../domain/values/money.ts';
import type { EntryContext } from './entry-context.ts';
import type { GateLog } from './gates.ts';

/** Up to this risk of its resolution a market takes nothing off a copy. */
export const ORDINARY_RISK = 0.3;
/** The least share of a copy that a wild market leaves; the same where its moves are not known. */
export const WILD_SHARE_MIN = 0.5;

/** The wilder of a market's two windows; `null` when neither is known. */
export function usualMove({ day, week }: Volatility): Price | null {
  return day === null && week === null ? null : (Math.max(day ?? 0, week ?? 0) as Price);
}

/** The share of a copy that is left: in proportion from `calm` on, not under the least. */
export function wildShare(move: Price | null, calm: Price): number {
  if (move === null) return WILD_SHARE_MIN;
  return move <= calm ? 1 : Math.max(WILD_SHARE_MIN, calm / move);
}

/**
 * The share of a copy that is left: all of it up to an ordinary risk, `1 − most` at the greatest, in
 * proportion between.
 */
export function riskShare(score: number, most: number): number {
  const beyond = Math.max(0, score - ORDINARY_RISK) / (1 - ORDINARY_RISK);
  return 1 - most * Math.min(1, beyond);
}

/** Records what one of both did to a copy. */
function record(
  log: GateLog,
  gate: 'volatility' | 'resolutionRisk',
  of: {
    readonly share: number;
    readonly actual: number | null;
    readonly limit: number;
    readonly concerns?: readonly RiskConcern[];
  },
): void {
  const { share, actual, limit, concerns = [] } = of;
  const unit = gate === 'volatility' ? 'price' : 'score';
  if (share === 1) {
    log.entry(gate, true, { actual, limit, unit });
    return;
  }
  const left = `${Math.min(99, Math.round(share * 100))} % of the size`;
  log.shrink(gate, { actual, limit, unit, note: [left, ...concerns].join(', ') });
}

/**
 * Makes a copy smaller in a market that moves wildly, and in one that may pay otherwise than its
 * question says. Never larger; what is not known counts as the worst.
 */
export function fitMarket(
  log: GateLog,
  { settings }: Pick<EntryContext, 'settings'>,
  { wanted, analysis }: { readonly wanted: Money; readonly analysis: MarketAnalysis | null },
): Money {
  const calm = settings['size.calmCents'];
  const move = analysis === null ? null : usualMove(analysis.volatility);
  const wild = wildShare(move, calm);
  record(log, 'volatility', { share: wild, actual: move, limit: calm });
  const risk = analysis?.risk ?? null;
  const doubt = riskShare(risk?.score ?? 1, settings['size.riskPercent'] / MICRO);
  record(log, 'resolutionRisk', {
    share: doubt,
    actual: risk?.score ?? null,
    limit: ORDINARY_RISK,
    concerns: risk?.concerns ?? [],
  });
  const share = Math.floor(wild * doubt * MICRO);
  return mulDiv(wanted, share, { by: MICRO, rounding: 'floor' }) as Money;
}
