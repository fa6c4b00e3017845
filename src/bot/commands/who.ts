import type { WalletRef } from '../../engine/contract/views.ts';
import type { WalletRules } from '../../engine/domain/wallet.ts';
import { type CommandCall, UsageError } from '../command.ts';
import { walletName } from '../format/names.ts';
import { asTyped } from '../grammar/line.ts';
import { nearest } from '../grammar/nearest.ts';

/**
 * A followed wallet by whatever a person calls it.
 * @throws UsageError when it is none, with `line` of what was probably meant.
 */
export async function followedWallet(
  { queries }: Pick<CommandCall, 'queries'>,
  who: string,
  line: (who: string) => string,
): Promise<WalletRules> {
  const found = await queries.findWallet(who);
  switch (found.kind) {
    case 'followed':
      return found.rules;
    case 'candidate':
      throw new UsageError(
        `${found.candidate.name ?? who} is not followed yet.`,
        `/wallet add ${found.candidate.address}`,
      );
    case 'several':
      throw severalError(who, found.wallets);
    case 'none': {
      const labels = queries.wallets().flatMap(({ label }) => (label === null ? [] : [label]));
      const meant = nearest(who, labels);
      throw new UsageError(
        meant === null ? found.reason : `${found.reason} Did you mean ${meant}?`,
        meant === null ? null : line(asTyped(meant)),
      );
    }
  }
}

/** Several wallets fit; a change must not guess. */
export function severalError(who: string, wallets: readonly WalletRef[]): UsageError {
  const names = wallets.slice(0, 5).map(walletName);
  const more = wallets.length > 5 ? ` and ${wallets.length - 5} more` : '';
  return new UsageError(`"${who}" fits ${names.join(', ')}${more}; say which.`);
}
