import type { Settings } from '../../../engine/domain/settings.ts';
import type { WalletRules } from '../../../engine/domain/wallet.ts';
import { score } from '../../format/amounts.ts';
import { walletName } from '../../format/names.ts';
import { leastScore } from './rule-words.ts';

/** Whom their score keeps from being copied with real money; `null` for nobody. */
export function heldBack(wallets: readonly WalletRules[], settings: Settings): string | null {
  const held = wallets.flatMap((rules) => {
    const least = leastScore(rules, settings);
    if ((rules.confidence ?? 0) >= least) return [];
    const has = rules.confidence === null ? 'has no score' : `scores ${score(rules.confidence)}`;
    return [`${walletName(rules)} ${has}, ${score(least)} is needed`];
  });
  return held.length === 0 ? null : `not copied yet: ${held.join('; ')}`;
}
