import { type Finding, skipped } from './check.ts';
import type { FoundWallet } from './found-wallet.ts';
import type { Inspection } from './inspection.ts';

/** The wallet of the money, or why what depends on it was not looked at. */
export async function withoutWallet(
  inspection: Inspection,
): Promise<{ readonly wallet: FoundWallet } | { readonly skip: Finding }> {
  const wallet = await inspection.wallet();
  if (wallet.kind === 'found') return wallet;
  const isNone = (await inspection.key()).kind === 'none';
  if (isNone) return { skip: skipped('no keystore: paper only') };
  return { skip: skipped(wallet.kind === 'unfit' ? 'see Wallet' : 'see Keystore') };
}
