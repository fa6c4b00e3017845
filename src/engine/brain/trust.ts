import { MICRO } from '../domain/values/micro.ts';
import { type Money, type Ppm, shareOf, WHOLE } from '../domain/values/money.ts';
import { PROVEN_MARKETS_MIN } from '../domain/wallet-score.ts';
import type { EntryContext } from './entry-context.ts';
import type { GateLog } from './gates.ts';
import { kellyBet } from './kelly.ts';
import { sizingKind } from './wanted-size.ts';

/** From this score on a wallet is copied in full; the least that real money follows by default. */
export const TRUSTED_SCORE = 0.5;
/** From this one on, above the 0.35 of a wallet that nothing is known of, half way to that. */
export const KNOWN_SCORE = 0.4;

export type TrustTier = 'new' | 'known' | 'trusted';

/** How far a wallet is trusted: by its score, once enough of its markets have ended to have one. */
export function trustTier({ wallet, score }: Pick<EntryContext, 'wallet' | 'score'>): TrustTier {
  const confidence = wallet?.confidence ?? null;
  if (confidence === null || (score?.ended ?? 0) < PROVEN_MARKETS_MIN) return 'new';
  if (confidence >= TRUSTED_SCORE) return 'trusted';
  return confidence >= KNOWN_SCORE ? 'known' : 'new';
}

/** The share of a size that a tier is copied with. */
export function tierShare(tier: TrustTier, newest: Ppm): Ppm {
  if (tier === 'trusted') return WHOLE;
  return tier === 'new' ? newest : (Math.floor((newest + WHOLE) / 2) as Ppm);
}

const TIER_NOTES = { new: 'new or low', known: 'on its way', trusted: 'trusted' } as const;

/**
 * Makes a copy smaller of a wallet that has shown little. A size by its edge has that in it already:
 * there this only says when no edge was known. Never larger.
 */
export function fitTrust(log: GateLog, context: EntryContext, wanted: Money): Money {
  const { settings, wallet } = context;
  const actual = wallet?.confidence ?? null;
  const measure = { actual, limit: TRUSTED_SCORE, unit: 'score' } as const;
  if (sizingKind(context) === 'kelly') {
    if (kellyBet(context) === null) log.shrink('trust', { ...measure, note: 'no edge known' });
    return wanted;
  }
  if (!settings['trust.tiers'] || context.signal.kind !== 'copy') return wanted;
  const tier = trustTier(context);
  const share = tierShare(tier, settings['trust.newPercent']);
  if (share === WHOLE) {
    log.entry('trust', true, { ...measure, note: TIER_NOTES[tier] });
    return wanted;
  }
  const left = `${Math.round((share * 100) / MICRO)} % of the size`;
  log.shrink('trust', { ...measure, note: `${left}, ${TIER_NOTES[tier]}` });
  return shareOf(wanted, share, 'floor');
}
