import type { Queries } from '../../../engine/contract/queries.ts';
import type { Decision, Gate, GateResult } from '../../../engine/domain/decision.ts';
import type { Settings } from '../../../engine/domain/settings.ts';
import { DAY_MS } from '../../../engine/domain/time.ts';
import type { WalletRules } from '../../../engine/domain/wallet.ts';
import { count } from '../../format/amounts.ts';
import { gateReason } from '../../format/gate-words.ts';
import { driftAllows } from './drift-allows.ts';
import { leastScore } from './rule-words.ts';

const WINDOW_MS = 7 * DAY_MS;

interface Scene {
  readonly rules: WalletRules;
  readonly settings: Settings;
  readonly entries: readonly Decision[];
  readonly queries: Queries;
}

/** Whether a gate that a wallet's rules set lets a trade by; `null` keeps what it said then. */
type Judge = (result: GateResult, decision: Decision, scene: Scene) => boolean | null;

const JUDGES: Partial<Record<Gate, Judge>> = {
  walletDisabled: (_result, _decision, { rules }) => rules.enabled,
  walletConfidence: ({ actual }, _decision, { rules, settings }) =>
    (actual ?? 0) >= leastScore(rules, settings),
  walletCategory: (_result, { marketId }, { rules, queries }) => {
    const market = queries.market(marketId);
    return market === null ? null : allowsCategories(rules, market.categories);
  },
  clipMinimum: ({ actual }, _decision, { rules, settings }) =>
    actual !== null && actual >= (rules.minLeaderClip ?? settings['entry.minLeaderClip']),
  signalAge: ({ actual }, _decision, { rules, settings }) =>
    actual !== null && actual <= (rules.maxAgeMs ?? settings['entry.maxAgeSeconds']),
  priceBand: ({ actual }, _decision, { rules, settings }) => {
    const low = rules.priceMin ?? settings['entry.priceMinCents'];
    const high = rules.priceMax ?? settings['entry.priceMaxCents'];
    return actual !== null && actual >= low && actual <= high;
  },
  priceMoved: ({ actual }, decision, { rules, settings }) => {
    const most = rules.maxDrift ?? settings['entry.driftCents'];
    const ratio = settings['entry.driftPercent'];
    return actual !== null && driftAllows({ most, ratio })(actual, decision);
  },
  venueMinimum: ({ actual, limit }, _decision, { rules, settings }) => {
    if (actual === null || limit === null) return null;
    if (actual >= limit) return true;
    const lifts = (rules.small ?? settings['entry.small']) === 'min';
    return lifts && limit <= actual * settings['entry.smallFactor'];
  },
};

/** Whether a wallet's lists of categories let a market by. */
export function allowsCategories(
  { categoriesAllowed, categoriesDenied }: WalletRules,
  categories: readonly string[],
): boolean {
  if (categories.some((one) => categoriesDenied.includes(one))) return false;
  return (
    categoriesAllowed.length === 0 || categories.some((one) => categoriesAllowed.includes(one))
  );
}

/**
 * What rules would have made of the trades of the last week, gate by gate:
 * `7 days by these rules: 12 copies, 19 skips (11 clip too small)`. `null` without any trade.
 */
export function rejudgedWords(scene: Scene): string | null {
  const sinceMs = scene.queries.nowMs() - WINDOW_MS;
  const recent = scene.entries.filter(({ atMs }) => atMs >= sinceMs);
  if (recent.length === 0) return null;
  const stops = recent.map((decision) => firstStop(decision, scene));
  const skips = stops.filter((gate) => gate !== null);
  const copies = count(recent.length - skips.length, 'copy', 'copies');
  return `7 days by these rules: ${copies}, ${count(skips.length, 'skip')}${mostOften(skips)}`;
}

/** The gate that stops a trade by these rules; sizes are taken to fit where they were not made. */
function firstStop(decision: Decision, scene: Scene): Gate | null {
  for (const result of decision.gates) {
    const passes = JUDGES[result.gate]?.(result, decision, scene) ?? result.verdict !== 'stop';
    if (!passes) return result.gate;
  }
  return null;
}

/** ` (11 clip too small)`. */
function mostOften(skips: readonly Gate[]): string {
  const counts = new Map<Gate, number>();
  for (const gate of skips) counts.set(gate, (counts.get(gate) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most === undefined ? '' : ` (${most[1]} ${gateReason(most[0])})`;
}
