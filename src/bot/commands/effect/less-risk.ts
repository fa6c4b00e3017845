import type { Settings } from '../../../engine/domain/settings.ts';
import type { WalletRules } from '../../../engine/domain/wallet.ts';
import { followsLeader } from './rule-words.ts';

type Measure = (rules: WalletRules, settings: Settings) => number;

/** What can be lost grows with each of these. `Infinity`: only the common limit caps it. */
const GROWS: readonly Measure[] = [
  ({ enabled }) => Number(enabled),
  ({ mode }) => Number(mode === 'live'),
  ({ maxTradeSize }) => maxTradeSize ?? Number.POSITIVE_INFINITY,
  ({ maxPerDay }) => maxPerDay ?? Number.POSITIVE_INFINITY,
  ({ maxPerMarket }) => maxPerMarket ?? Number.POSITIVE_INFINITY,
  ({ priceMax }, settings) => priceMax ?? settings['entry.priceMaxCents'],
  ({ maxAgeMs }, settings) => maxAgeMs ?? settings['entry.maxAgeSeconds'],
  ({ maxDrift }, settings) => maxDrift ?? settings['entry.driftCents'],
  ({ small }, settings) => Number((small ?? settings['entry.small']) === 'min'),
  ({ minConfidence }, settings) => -(minConfidence ?? settings['wallets.minConfidence']),
  // A live wallet is measured by the minimum of real money where it has none of its own.
  ({ mode, minConfidence }, settings) =>
    mode === 'live'
      ? -(minConfidence ?? settings['wallets.minConfidenceLive'])
      : Number.NEGATIVE_INFINITY,
  ({ minLeaderClip }, settings) => -(minLeaderClip ?? settings['entry.minLeaderClip']),
  ({ priceMin }, settings) => -(priceMin ?? settings['entry.priceMinCents']),
];

/** Whether no rule lets a wallet spend more, or more often, than before. */
export function isLessRisk(before: WalletRules, after: WalletRules, settings: Settings): boolean {
  const grew = GROWS.some((measure) => measure(after, settings) > measure(before, settings));
  return !grew && !sizeMayGrow(before, after, settings) && same(rest(before), rest(after));
}

function sizeMayGrow(before: WalletRules, after: WalletRules, settings: Settings): boolean {
  if (same(before.sizing, after.sizing) && before.scaleFactor === after.scaleFactor) return false;
  if (!followsLeader(before, settings) || !followsLeader(after, settings)) {
    return !spendsLess(before, after);
  }
  return after.scaleFactor > before.scaleFactor;
}

/** Two sizes of the same kind can be compared; of others only a person knows. */
function spendsLess({ sizing: before }: WalletRules, { sizing: after }: WalletRules): boolean {
  if (before?.kind === 'fixed' && after?.kind === 'fixed') return after.spend <= before.spend;
  if (before?.kind === 'bankroll' && after?.kind === 'bankroll') return after.ratio <= before.ratio;
  return false;
}

/** How exits go and what is left out can be neither more nor less. */
function rest({ exit, ownExits, categoriesAllowed, categoriesDenied }: WalletRules): unknown {
  return [exit, ownExits, categoriesAllowed, categoriesDenied];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
