import type { Settings } from '../domain/settings.ts';
import type { WalletRules } from '../domain/wallet.ts';

/** The score under which a wallet is not copied: its own, else that of the book it trades in. */
export function leastScore(wallet: WalletRules, settings: Settings, isLive: boolean): number {
  const usual = isLive ? 'wallets.minConfidenceLive' : 'wallets.minConfidence';
  return wallet.minConfidence ?? settings[usual];
}
